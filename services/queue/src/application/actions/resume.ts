import { ok } from '@inbox/kernel'
import type { Assignment } from '../action.ts'

/** T10. */
export const resume: Assignment<unknown> = {
  to: 'caller',
  command: ({ agent, slot }) => ok({ type: 'resume', agent, slot })
}
