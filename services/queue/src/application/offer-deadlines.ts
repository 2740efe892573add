import type { Clock } from '@inbox/kernel'
import { dueTimers, forever, newId } from '@inbox/runtime'
import { gauge, type Logger } from '@inbox/telemetry'
import { sourceStateOf } from '../domain/agent.ts'
import { agentOf, bySystem } from '../domain/conversation.ts'
import type { Decision } from '../domain/decision.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'
import { repairs } from './repairs.ts'

const SCAN_MS = 5000
const HORIZON_MS = 12_000
const MOST = 2000
const lateness = gauge('offer_deadline_lateness_ms', 'How late the last offer deadline was acted on')

export interface OfferDeadlines extends AsyncDisposable {
  /** Notes the deadline of an offer just made, so that it is met exactly. */
  note(decision: Decision): void
}

/**
 * Ends offers at their deadline. The truth is `offer.expiresAt` in storage; this memory only makes it punctual, and a scan
 * of the near future brings in what other processes made or a restart forgot.
 */
export function offerDeadlines(
  {
    conversations,
    agents,
    clock,
    logger
  }: { conversations: Conversations; agents: Agents; clock: Clock; logger: Logger },
  execute: Execute
): OfferDeadlines {
  const dueAtOf = new Map<string, Date>()
  const keyOf = (conversationId: string, offerId: string) => `${conversationId} ${offerId}`

  const end = async (key: string) => {
    const [conversationId, offerId] = key.split(' ') as [string, string]
    lateness.set(clock.now().getTime() - (dueAtOf.get(key)?.getTime() ?? clock.now().getTime()))
    dueAtOf.delete(key)
    await execute(
      conversationId,
      async conversation => {
        const owner = agentOf(conversation)
        const source = sourceStateOf(owner ? await agents.get(owner.id) : null)
        return { ok: true, value: { type: 'endOffer', offerId, cause: 'deadline', actor: bySystem, source } }
      },
      { correlationId: newId() }
    )
  }
  const timers = dueTimers(clock, keys => {
    for (const key of keys) end(key).catch(error => logger.warn({ err: error, key }, 'the scan will end this offer'))
  })
  const remember = (conversationId: string, offerId: string, expiresAt: Date) => {
    const key = keyOf(conversationId, offerId)
    if (dueAtOf.has(key)) return
    dueAtOf.set(key, expiresAt)
    timers.set(key, expiresAt)
  }
  // of what a restart finds overdue nobody could have known
  let isFirst = true
  const scan = async () => {
    const overdue = isFirst ? 0 : clock.now().getTime() - SCAN_MS
    isFirst = false
    const due = await conversations.offersDueBefore(new Date(clock.now().getTime() + HORIZON_MS), MOST)
    for (const { conversationId, offerId, expiresAt } of due) {
      if (expiresAt.getTime() < overdue && !dueAtOf.has(keyOf(conversationId, offerId))) {
        repairs.inc({ kind: 'overdueOffer' })
        logger.warn({ conversationId, offerId, expiresAt }, 'an offer outlived its deadline: ended')
      }
      remember(conversationId, offerId, expiresAt)
    }
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'scan of offer deadlines failed')
  scan().catch(onError)
  const scanning = forever(SCAN_MS, scan, onError)

  return {
    note({ next }) {
      if (next.status === 'offered' && next.offer.expiresAt) remember(next.id, next.offer.id, next.offer.expiresAt)
    },
    async [Symbol.asyncDispose]() {
      timers[Symbol.dispose]()
      await scanning[Symbol.asyncDispose]()
    }
  }
}
