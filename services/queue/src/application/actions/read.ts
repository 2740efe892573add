import { ok } from '@inbox/kernel'
import type { Action } from '../action.ts'

/** Everything up to now is read. */
export const read: Action<unknown> = ({ reader }) => ok({ type: 'read', agentId: reader.id })
