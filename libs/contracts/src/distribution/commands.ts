import { z } from 'zod'
import { command } from '../message-type.ts'
import { id } from '../primitives.ts'

/** Lies unacknowledged with the active matcher, so that the broker hands it to the next one at once when that one ends. */
export const matcherBaton = command('distribution', 'matcher.baton', z.object({ processId: id }), {
  summary: 'Tells the process that receives it that it is the active matcher'
})
