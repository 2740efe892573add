import { z } from 'zod'
import { command } from '../message-type.ts'
import { id } from '../primitives.ts'

/** The active matcher leaves it unacknowledged, so that the broker hands it on at once when that process ends. */
export const matcherBaton = command('distribution', 'matcher.baton', z.object({ processId: id }), {
  summary: 'Tells the process that receives it that it is the active matcher'
})
