import type { conversationOffered, DataOf, PushPayload } from '@inbox/contracts'

/** A notification that is worth something for so long. */
export interface Push {
  agentId: string
  payload: PushPayload
  ttlSeconds: number
}

/** Of an offer that stands until it is answered. */
const TTL_SECONDS = 300
/** What has waited in the broker for longer is no news. */
const NEWS_MS = 60_000

/**
 * What an agent is notified of when they are offered a conversation, if there is still something to answer. It is no earlier than
 * when that happened, whatever clock says so: of an offer that has just been made no more is left than all of it.
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
