import type { ChannelContact, ChannelWithKeys, DataOf, InboundMessage, messageReceived } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'

/** What is added to a message on receipt. */
interface Receipt {
  channel: ChannelWithKeys
  receivedAt: string
  now: Date
}

/**
 * An adapter's message in the form used throughout the system. A provider's clock may run ahead of ours: times in the
 * future count as now, or a session window would stay open too long.
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

/** A time by a provider's clock, which may run ahead of ours; years that no clock can show are excluded, too. */
export const notLaterThan = (now: Date, at: string): string =>
  new Date(Math.max(0, Math.min(Date.parse(at), now.getTime()))).toISOString()

/** Only content that cannot be handed over has a required text that may be empty. */
export const said = (content: InboundMessage['content']): InboundMessage['content'] =>
  content.type === 'unsupported' ? content : withoutMissing(content)

/** Drops fields whose value is missing or empty. */
export function withoutMissing<Fields extends object>(fields: Fields): Fields {
  const kept = {} as Fields
  for (const name in fields) {
    const value: unknown = fields[name]
    if (value !== undefined && value !== '') kept[name] = fields[name]
  }
  return kept
}
