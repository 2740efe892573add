import type { ChannelContact, ChannelWithKeys, DataOf, InboundMessage, messageReceived } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'

/** What a message is received with. */
interface Receipt {
  channel: ChannelWithKeys
  receivedAt: string
  now: Date
}

/**
 * An adapter's message as the whole system knows it. A provider's clock may run ahead of ours: what it says of the
 * future counts as now, or a session window would stay open too long.
 */
export function normalise(
  message: Omit<InboundMessage, 'contact'> & { contact: ChannelContact },
  { channel, receivedAt, now }: Receipt
): DataOf<typeof messageReceived> {
  const { messageId: providerMessageId, departmentId, sentAt, content, ...more } = message
  return {
    ...withoutMissing(more),
    content: said(content),
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
    sentAt: notLaterThan(now, sentAt),
    receivedAt
  }
}

/** What a provider's clock says, which may run ahead of ours; nor is it of a year that no clock knows. */
export const notLaterThan = (now: Date, at: string): string =>
  new Date(Math.max(0, Math.min(Date.parse(at), now.getTime()))).toISOString()

/** Only what cannot be handed over has a text that may be empty and is needed. */
export const said = (content: InboundMessage['content']): InboundMessage['content'] =>
  content.type === 'unsupported' ? content : withoutMissing(content)

/** Without fields that have no value, or an empty one. */
export function withoutMissing<Fields extends object>(fields: Fields): Fields {
  const kept = {} as Fields
  for (const name in fields) {
    const value: unknown = fields[name]
    if (value !== undefined && value !== '') kept[name] = fields[name]
  }
  return kept
}
