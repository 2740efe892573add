import { ok } from '@inbox/kernel'
import { byAgent } from '../../domain/conversation.ts'
import { type Action, noteOf } from '../action.ts'

/** T8. */
export const park: Action<{ reason?: string | undefined } | undefined> = ({ reader, input }) =>
  ok({ type: 'park', agentId: reader.id, reason: 'parked', actor: byAgent(reader), ...noteOf(input?.reason) })
