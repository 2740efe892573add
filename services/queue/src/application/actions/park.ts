import type { ParkedUntil } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { byAgent } from '../../domain/conversation.ts'
import { type Action, noteOf } from '../action.ts'

/** T8. */
export const park: Action<{ reason?: string | undefined; until?: ParkedUntil | undefined } | undefined> = ({
  reader,
  input: { reason, until } = {}
}) =>
  ok({
    type: 'park',
    agentId: reader.id,
    reason: 'parked',
    actor: byAgent(reader),
    ...noteOf(reason),
    ...(until !== undefined && { until })
  })
