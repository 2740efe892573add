import type { conversationOffered, DataOf, PushPayload } from '@inbox/contracts'

/** A notification, worth delivering for `ttlSeconds`. */
export interface Push {
  agentId: string
  payload: PushPayload
  ttlSeconds: number
}

/** The time to live for an offer without a deadline. */
const TTL_SECONDS = 300
/** An event that has waited in the broker for longer is no longer news. */
const NEWS_MS = 60_000

/**
 * The notification of an offered conversation, if the offer can still be answered. Should our clock be behind queue's,
 * the time of the event counts as now, so that no more time is left than the offer had from the start.
 */
export function offerPush(
  { conversation: { id, offer } }: DataOf<typeof conversationOffered>,
  occurredAt: Date,
  now: Date
): Push | undefined {
  if (!offer || now.getTime() - occurredAt.getTime() > NEWS_MS) return undefined
  const leftMs =
    offer.expiresAt === undefined
      ? TTL_SECONDS * 1000
      : Date.parse(offer.expiresAt) - Math.max(now.getTime(), occurredAt.getTime())
  const ttlSeconds = Math.min(TTL_SECONDS, Math.floor(leftMs / 1000))
  if (ttlSeconds <= 0) return undefined
  return { agentId: offer.agentId, payload: { kind: 'offer', conversationId: id }, ttlSeconds }
}
