import { ok } from '@inbox/kernel'
import { byAgent } from '../../domain/conversation.ts'
import type { Action } from '../action.ts'

/** T15. */
export const dismiss: Action<{ outcome: string }> = ({ reader, input: { outcome } }) =>
  ok({ type: 'dismiss', outcome, actor: byAgent(reader) })
