import {
  type ChannelContact,
  type ChannelWithKeys,
  contactIdentified,
  contactLeft,
  contactTyping,
  type DataOf,
  editReceived,
  filesOfMail,
  type InboundMessage,
  type MessageType,
  mediaIn,
  messageEchoed,
  messageReceived,
  type OperationBody,
  type postDeparture,
  type postEcho,
  type postEdit,
  type postIdentity,
  type postRating,
  type postReaction,
  type postRevocation,
  type postStatus,
  type postTyping,
  ratingReceived,
  reactionReceived,
  revocationReceived,
  statusReceived
} from '@inbox/contracts'
import type { ClaimMedia } from '@inbox/http'
import { Malformed, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { normalise, notLaterThan, said, withoutMissing } from '../domain/normalise.ts'
import { createReceipts } from '../domain/receipts.ts'
import type { Directory } from '../outbound/directory.ts'

type Message = Omit<InboundMessage, 'contact'> & { contact: ChannelContact }

type Echo = Omit<OperationBody<typeof postEcho>, 'author'> & { author?: string | undefined }

/** What a channel hands over; each call resolves once the broker holds it, and is idempotent. */
export interface Receive {
  /** Returns our id of the message. */
  message(channel: ChannelWithKeys, message: Message, correlationId: string): Promise<string>
  /** Returns our id of the message. */
  echo(channel: ChannelWithKeys, echo: Echo, correlationId: string): Promise<string>
  status(channel: ChannelWithKeys, status: OperationBody<typeof postStatus>, correlationId: string): Promise<void>
  reaction(channel: ChannelWithKeys, reaction: OperationBody<typeof postReaction>, correlationId: string): Promise<void>
  edit(channel: ChannelWithKeys, edit: OperationBody<typeof postEdit>, correlationId: string): Promise<void>
  revocation(
    channel: ChannelWithKeys,
    revocation: OperationBody<typeof postRevocation>,
    correlationId: string
  ): Promise<void>
  rating(channel: ChannelWithKeys, rating: OperationBody<typeof postRating>, correlationId: string): Promise<void>
  identity(channel: ChannelWithKeys, identity: OperationBody<typeof postIdentity>, correlationId: string): Promise<void>
  typing(channel: ChannelWithKeys, typing: OperationBody<typeof postTyping>, correlationId: string): Promise<void>
  departure(
    channel: ChannelWithKeys,
    departure: OperationBody<typeof postDeparture>,
    correlationId: string
  ): Promise<Result<undefined, Rejection>>
}

export function createReceive(
  broker: Pick<Broker, 'publish'>,
  directory: Pick<Directory, 'department'>,
  claim: ClaimMedia
): Receive {
  const receivedNow = createReceipts()
  const publish = <Type extends MessageType>(
    type: Type,
    { key, correlationId, occurredAt = new Date() }: { key: string; correlationId: string; occurredAt?: string | Date },
    data: DataOf<Type>
    // the channel's data was parsed already, and everything added is made here
  ) => broker.publish(type, newEnvelope(type, { version: 1, key, correlationId, occurredAt, data }), 'parsed')

  /** A channel's report on one of its messages; the latest `at` wins, so none may lie in the future. */
  const about = <Told extends { messageId: string; at: string }>(channel: ChannelWithKeys, told: Told) => ({
    ...told,
    channelId: channel.id,
    at: notLaterThan(new Date(), told.at)
  })

  /** Of the files we store, a channel may only name its own. */
  const claimed = (channel: ChannelWithKeys, content: InboundMessage['content']) =>
    claim(content, { kind: 'channel', id: channel.id })

  /** Most messages have no file, and wait for nothing. */
  const withOwnFiles = async ({ id }: ChannelWithKeys, message: Message): Promise<Message> => {
    const owner = { kind: 'channel', id } as const
    const files = filesOfMail(message.mail ?? {})
    const content = await claim(message.content, owner)
    await Promise.all(files.map(file => claim({ ...file, type: 'file', mimeType: '' }, owner)))
    return { ...message, content }
  }

  return {
    async message(channel, message, correlationId) {
      if (message.departmentId !== undefined && !directory.department(message.departmentId))
        throw new Malformed('No such department', [{ path: 'body.departmentId', message: 'is not a department' }])
      const kept = mediaIn(message.content) || message.mail ? await withOwnFiles(channel, message) : message
      const receivedAt = receivedNow(`${channel.id}\n${kept.contact.id}`).toISOString()
      const received = normalise(kept, { channel, receivedAt, now: new Date() })
      const { messageId } = received
      await publish(messageReceived, { key: messageId, correlationId, occurredAt: receivedAt }, received)
      return messageId
    },
    async echo(channel, { messageId: providerMessageId, contact, content, thread, sentAt, author }, correlationId) {
      const messageId = messageIdOf(channel.id, providerMessageId)
      const receivedAt = receivedNow(`${channel.id}\n${contact.id}`).toISOString()
      const data = {
        messageId,
        providerMessageId,
        channelId: channel.id,
        contactId: contact.id,
        content: said(await claimed(channel, content)),
        sentAt: notLaterThan(new Date(), sentAt),
        receivedAt,
        ...(thread && { thread }),
        ...(author !== undefined && { author })
      }
      await publish(messageEchoed, { key: messageId, correlationId, occurredAt: receivedAt }, data)
      return messageId
    },
    async status(channel, { contact, ...status }, correlationId) {
      const data = { ...status, channelId: channel.id, ...(contact && { contactId: contact.id }) }
      await publish(statusReceived, { key: status.messageId, correlationId }, data)
    },
    async reaction(channel, { contact, ...reaction }, correlationId) {
      const data = { ...about(channel, reaction), contactId: contact.id }
      await publish(reactionReceived, { key: reaction.messageId, correlationId }, data)
    },
    async edit(channel, edit, correlationId) {
      const data = { ...about(channel, edit), content: said(await claimed(channel, edit.content)) }
      await publish(editReceived, { key: edit.messageId, correlationId }, data)
    },
    async revocation(channel, revocation, correlationId) {
      await publish(revocationReceived, { key: revocation.messageId, correlationId }, about(channel, revocation))
    },
    async rating(channel, { contact, ...rating }, correlationId) {
      const at = notLaterThan(new Date(), rating.at)
      const data = { ...withoutMissing(rating), at, channelId: channel.id, contactId: contact.id }
      await publish(ratingReceived, { key: rating.conversationId, correlationId }, data)
    },
    async identity(channel, identity, correlationId) {
      const key = messageIdOf(channel.id, identity.contactId)
      const data = { ...identity, channelId: channel.id, at: new Date().toISOString() }
      await publish(contactIdentified, { key, correlationId }, data)
    },
    async typing(channel, { contact, thread, typing }, correlationId) {
      const key = messageIdOf(channel.id, contact.id)
      const about = { channelId: channel.id, contactId: contact.id, ...(thread && { threadId: thread.id }) }
      const data = { ...about, typing, at: new Date().toISOString() }
      await publish(contactTyping, { key, correlationId }, data)
    },
    async departure(channel, { contact, at, afterMessageId }, correlationId) {
      if (channel.session.kind !== 'attended')
        return reject('unprocessable', 'Contacts of this channel cannot leave: they are answered later, too')
      // keys are logged, and logs must not reveal who writes
      const key = messageIdOf(channel.id, contact.id)
      await publish(
        contactLeft,
        { key, correlationId },
        {
          channelId: channel.id,
          contactId: contact.id,
          at,
          ...(afterMessageId !== undefined && { afterMessageId: messageIdOf(channel.id, afterMessageId) })
        }
      )
      return ok(undefined)
    }
  }
}
