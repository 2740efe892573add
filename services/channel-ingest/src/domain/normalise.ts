import type { ChannelWithKeys, DataOf, InboundMessage, messageReceived } from '@inbox/contracts'
import { messageIdOf } from './message-id.ts'

/**
 * An adapter's message as the whole system knows it. A provider's clock may run ahead of ours: what it says of the
 * future counts as now, or a session window would stay open too long.
 */
export function normalise(
  message: InboundMessage,
  channel: ChannelWithKeys,
  now: Date
): DataOf<typeof messageReceived> {
  const { messageId: providerMessageId, departmentId, sentAt, ...rest } = message
  return {
    ...rest,
    messageId: messageIdOf(channel.id, providerMessageId),
    providerMessageId,
    channel: {
      id: channel.id,
      kind: channel.kind,
      name: channel.name,
      session: channel.session,
      ...(channel.priority !== undefined && { priority: channel.priority })
    },
    departmentId: departmentId ?? channel.departmentId,
    sentAt: new Date(Math.min(Date.parse(sentAt), now.getTime())).toISOString(),
    receivedAt: now.toISOString()
  }
}
