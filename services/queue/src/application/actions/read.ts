import { ok } from '@inbox/kernel'
import type { Action } from '../action.ts'

/** Marks everything up to now as read. */
export const read: Action<unknown> = ({ reader }) => ok({ type: 'read', agentId: reader.id })
