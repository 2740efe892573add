import type { Delivery, Outcome } from '@inbox/delivery'
import type { MediaAddresses } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Channels } from '../channels/channels.ts'
import type { DeliveryEnvelope, DeliveryRequest, LeavingRequest } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'

interface Dependencies {
  accounts: Pick<ChannelAccounts, 'get' | 'ready' | 'refresh'>
  channels: Channels
  addresses: Pick<MediaAddresses, 'inMessage'>
  /** The page where a conversation's contact can rate it. */
  ratingUrl: (conversationId: string) => string
  clock: Clock
}

const NOT_TOLD = 'the channel is not known from the directory yet'
const PATIENCE_MS = 10_000

/** Makes one attempt to send an answer to its channel's provider. */
export function createSend({
  accounts,
  channels,
  addresses,
  ratingUrl,
  clock
}: Dependencies): (delivery: Delivery<DeliveryEnvelope>, signal: AbortSignal) => Promise<Outcome> {
  return async ({ target, payload }, signal) => {
    // the process has just started: that must not count as a failed attempt, whose back-off may be minutes
    if (!accounts.ready()) await Promise.race([accounts.refresh(), pause(PATIENCE_MS, signal)])
    if (!accounts.ready()) return { kind: 'later', error: NOT_TOLD, afterMs: PATIENCE_MS }
    const account = accounts.get(target)
    const channel = account && channels.get(account.kind)
    if (!channel) return { kind: 'retry', error: NOT_TOLD }
    const request = addresses.inMessage(withRatingUrl(payload.data, ratingUrl, channel.hasLinkButtons), clock.now())
    return channel.deliver(request, account.settings, signal)
  }
}

/** Added only to what is sent: whoever has the address may rate, and agents read what is stored. */
function withRatingUrl(
  request: DeliveryRequest,
  ratingUrl: Dependencies['ratingUrl'],
  asButton = false
): LeavingRequest {
  const { asksRating, conversationId, content } = request
  if (!asksRating || content.type !== 'text') return request
  const url = ratingUrl(conversationId)
  return asButton
    ? { ...request, ratingUrl: url }
    : { ...request, content: { ...content, text: `${content.text}\n${url}` } }
}
