import { type ChannelRef, deliveryFailed } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import type { Channels } from '../channels/channels.ts'
import { type DeliveryEnvelope, deliveryIdOf, mayLeave, ofUseUntil } from '../domain/delivery.ts'
import type { ChannelAccounts } from '../outbound/channel-accounts.ts'
import { failureOf } from '../outbound/reports.ts'

interface Dependencies {
  channels: Channels
  accounts: Pick<ChannelAccounts, 'get' | 'refresh'>
  deliveries: Pick<Deliveries<DeliveryEnvelope>, 'add'>
  publish: Broker['publish']
  clock: Clock
  logger: Logger
}

/** Accepts an answer: it is stored, and leaves once its channel can take it. */
export function createDeliver({
  channels,
  accounts,
  deliveries,
  publish,
  clock,
  logger
}: Dependencies): (asked: DeliveryEnvelope) => Promise<void> {
  const isOfOthers = async ({ id, kind }: ChannelRef) => {
    const own = channels.get(kind)
    if (!own?.isSetUp) return !own
    // the event about a channel just created may not have arrived yet
    if (!accounts.get(id)) await accounts.refresh()
    const settings = accounts.get(id)?.settings
    return settings !== undefined && !own.isSetUp(settings)
  }
  /** Answers on channels that others serve wait for their report on the outcome, unless it is too late to send them. */
  const leaveToOthers = async (asked: DeliveryEnvelope) => {
    const { messageId, conversationId, channel, contact, content } = asked.data
    if (!mayLeave(asked.data, clock.now()))
      return publish(deliveryFailed, failureOf(asked, { kind: 'late' }, clock.now()))
    logger.info(
      { messageId, conversationId, channelId: channel.id },
      'no provider; the answer waits for a delivery report'
    )
    // contents and recipient only appear at DEBUG
    logger.debug({ messageId, to: contact.externalId, content }, 'content of the waiting answer')
  }
  return async asked => {
    const { conversationId, channel, requestedAt } = asked.data
    if (await isOfOthers(channel)) return leaveToOthers(asked)
    return deliveries.add({
      id: deliveryIdOf(asked.data),
      target: channel.id,
      kind: channel.kind,
      line: conversationId,
      payload: asked,
      requestedAt: new Date(requestedAt),
      until: ofUseUntil(asked.data)
    })
  }
}
