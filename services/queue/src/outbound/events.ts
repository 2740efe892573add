import { isDeepStrictEqual } from 'node:util'
import {
  type ConversationEventType,
  contactChanged,
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationRated,
  conversationUpdated,
  type DataOf,
  deliveryRequested,
  type Envelope,
  filesOfMail,
  type Message,
  type MessageType,
  mediaElsewhere,
  mediaIn,
  mediaNamed,
  mediaReleased,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  positionTold,
  type Quoting,
  type Transition
} from '@inbox/contracts'
import { newEnvelope, type Origin } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import { agentOf, type Conversation } from '../domain/conversation.ts'
import type { Decision, Step } from '../domain/decision.ts'
import { mediaElsewhereIn } from '../domain/media-copy.ts'
import type { Note } from '../domain/note.ts'
import { reactionIdOf } from '../domain/our-reaction.ts'
import { routedOf } from '../domain/summary.ts'

const eventOfStatus: Record<Conversation['status'], ConversationEventType> = {
  queued: 'conversation.queued',
  offered: 'conversation.offered',
  ongoing: 'conversation.started',
  pending: 'conversation.parked',
  inactive: 'conversation.inactivated',
  closed: 'conversation.closed'
}

/** The events of a decision about a conversation (new, or `before`), in the order in which they are to be published. */
export function entriesOf(decision: Decision, before: Conversation | undefined, origin: Origin, now: Date): Entry[] {
  const version = (before?.version ?? 0) + 1
  const { next, step, message, notice, positionTold: place } = decision
  const conversation = routedOf({ ...next, version })
  const make = <Type extends MessageType>(type: Type, data: DataOf<Type>) =>
    toEntry(newEnvelope(type, { key: next.id, version, occurredAt: now, data, ...origin }))
  const note = step && noteOf(step, next.id, version)
  const stepType = step && conversationEvents.find(({ type }) => type === eventTypeOf(step))!
  return [
    ...(stepType ? [make(stepType, { conversation, transition: transitionOf(step) })] : []),
    ...(note ? [noteEntry(note, next.departmentId, conversation.agent?.id, origin)] : []),
    ...(message ? [make(messageAppended, { conversation, message })] : []),
    ...(message
      ? [namedEntries, elsewhereEntries].flatMap(entries => entries({ ...next, version }, message, origin, now))
      : []),
    ...(message && decision.deliver ? [make(deliveryRequested, deliveryOf(next, message))] : []),
    ...(notice
      ? [make(messageAppended, { conversation, message: notice }), make(deliveryRequested, deliveryOf(next, notice))]
      : []),
    ...(place === undefined
      ? []
      : [
          make(positionTold, {
            conversationId: next.id,
            departmentId: next.departmentId,
            ...place,
            at: now.toISOString()
          })
        ]),
    ...(decision.prioritized
      ? [make(conversationPrioritized, { conversation, ...decision.prioritized, at: now.toISOString() })]
      : []),
    ...(decision.rating ? [make(conversationRated, { conversation, rating: decision.rating })] : []),
    ...(before && isOtherContact(before, next)
      ? [make(contactChanged, { conversationId: next.id, channel: conversation.channel, contact: next.contact })]
      : []),
    ...(step || message || notice || decision.prioritized ? [] : [make(conversationUpdated, { conversation })])
  ]
}

/** Whether what is known of the contact changed; their erasure is reported by another event. */
const isOtherContact = ({ contact: before }: Conversation, { contact: next }: Conversation): boolean =>
  next !== before && next.erasedAt === undefined && !isDeepStrictEqual(next, before)

/** Reports which of our files a message names. */
export function namedEntries(conversation: Conversation, message: Message, origin: Origin, now: Date): Entry[] {
  const { id, version, contact } = conversation
  return filesOf(message).map(mediaId => {
    const data = { mediaId, messageId: message.id, contactId: contact.id }
    return toEntry(newEnvelope(mediaNamed, { key: id, version, occurredAt: now, data, ...origin }))
  })
}

/** Requests a copy of a message's file that is stored elsewhere, if the message waits for one. */
export function elsewhereEntries(conversation: Conversation, message: Message, origin: Origin, now: Date): Entry[] {
  const media = message.mediaCopy?.state === 'pending' ? mediaElsewhereIn(message.content) : undefined
  if (!media) return []
  const { url, name, mimeType } = media
  const data = { messageId: message.id, channelId: conversation.channel.id, url, mimeType, ...(name && { name }) }
  const about = { key: message.id, version: conversation.version, occurredAt: now, ...origin }
  return [toEntry(newEnvelope(mediaElsewhere, { ...about, data }))]
}

/** The event of a delivery status that changed. */
export const statusEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry =>
  ofMessage(messageStatusChanged, conversation, message, origin, now)

/** The event of a contact's change to a message. */
export const changedEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry =>
  ofMessage(messageChanged, conversation, message, origin, now)

/** The request to send a message of the conversation once more. */
export const requestEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry => {
  const { id, version } = conversation
  const data = { ...deliveryOf(conversation, message), requestedAt: now.toISOString(), again: message.sentAgain }
  return toEntry(newEnvelope(deliveryRequested, { key: id, version, occurredAt: now, data, ...origin }))
}

/** The request to send our side's reaction to a message, or to take it back. */
export const reactionEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry => {
  const { id, version } = conversation
  const { emoji, author, at, times } = message.ourReaction!
  const data: DataOf<typeof deliveryRequested> = {
    ...placeOf(conversation),
    messageId: reactionIdOf(message.id, times),
    conversationId: id,
    author,
    requestedAt: at,
    content: { type: 'reaction', to: namedBoth({ ...message, messageId: message.id }), ...(emoji && { emoji }) }
  }
  return toEntry(newEnvelope(deliveryRequested, { key: id, version, occurredAt: now, data, ...origin }))
}

function ofMessage(
  type: typeof messageStatusChanged | typeof messageChanged,
  conversation: Conversation,
  message: Message,
  origin: Origin,
  now: Date
): Entry {
  const agentId = agentOf(conversation)?.id
  const data = { message, departmentId: conversation.departmentId, ...(agentId && { agentId }) }
  return toEntry(
    newEnvelope(type, { key: message.id, version: message.version ?? 1, occurredAt: now, data, ...origin })
  )
}

/** The event of a note. */
export const noteEntry = (note: Note, departmentId: string, agentId: string | undefined, origin: Origin): Entry => {
  const told = { ...note, at: note.at.toISOString() }
  const data = { note: told, departmentId, ...(agentId && { agentId }) }
  const envelope = newEnvelope(conversationNoted, { key: note.id, version: 1, occurredAt: note.at, data, ...origin })
  return toEntry(envelope)
}

/** What was said with a step joins the notes, where colleagues read and find it. */
const noteOf = ({ note: text, actor, at }: Step, conversationId: string, version: number): Note | undefined =>
  text === undefined || actor.id === undefined
    ? undefined
    : {
        id: `${conversationId}:${version}`,
        conversationId,
        author: { id: actor.id, name: actor.name ?? actor.id, ...(actor.bot && { bot: true }) },
        text,
        at
      }

/** A message that is part of the conversation but not stored by itself yet. */
export const pendingMessage = (outbox: readonly Entry[], messageId: string): Message | undefined =>
  outbox
    .map(({ envelope }) => (envelope.data as { message?: Message }).message)
    .find(message => message?.id === messageId)

/** A step as the contract shows it. */
const transitionOf = (step: Step): Transition => ({ ...step, at: step.at.toISOString() })

const eventTypeOf = (step: Step): ConversationEventType =>
  step.from === 'pending' && step.to === 'ongoing' ? 'conversation.resumed' : eventOfStatus[step.to]

const filesOf = ({ content, mail = {} }: Pick<Message, 'content' | 'mail'>): string[] =>
  [mediaIn(content), ...filesOfMail(mail)].flatMap(file => file?.mediaId ?? [])

/** Each file of a message, including those of its former texts. */
export const filesNamedBy = ({
  formerly = [],
  ...message
}: Pick<Message, 'content' | 'mail' | 'formerly'>): string[] => [...new Set([message, ...formerly].flatMap(filesOf))]

/** Releases each file of a message that is about to go. */
export function releasesOf(
  { id: messageId, ...message }: Pick<Message, 'id' | 'content' | 'mail' | 'formerly'>,
  origin: Origin,
  now: Date
): Envelope<DataOf<typeof mediaReleased>>[] {
  return filesNamedBy(message).map(mediaId =>
    newEnvelope(mediaReleased, {
      key: mediaId,
      version: 0,
      occurredAt: now,
      data: { mediaId, messageId },
      ...origin
    })
  )
}

export const toEntry = (envelope: Envelope): Entry => ({ id: envelope.id, type: envelope.type, envelope })

/** The recipient, and until when a message may be sent to them. */
const placeOf = ({ channel, contact, thread, latestReceived, window }: Conversation) => ({
  channel: { id: channel.id, kind: channel.kind, name: channel.name },
  contact,
  ...(thread && { thread }),
  ...(latestReceived && {
    latestReceived: {
      messageId: latestReceived.messageId,
      providerMessageId: latestReceived.providerMessageId
    }
  }),
  ...(window && { window: { expiresAt: window.expiresAt.toISOString() } })
})

const deliveryOf = (conversation: Conversation, message: Message): DataOf<typeof deliveryRequested> => ({
  ...placeOf(conversation),
  messageId: message.id,
  conversationId: message.conversationId,
  author: {
    ...(message.author.id && { id: message.author.id }),
    ...(message.author.name && { name: message.author.name }),
    ...(message.author.bot && { bot: true })
  },
  content: message.content,
  ...(message.mail && { mail: message.mail }),
  ...(message.asksRating && { asksRating: true }),
  ...(message.replyTo?.conversationId !== undefined && { replyTo: namedBoth(message.replyTo) }),
  requestedAt: message.sentAt
})

/** A message by our id and, if known, the provider's. */
const namedBoth = ({ messageId, providerMessageId }: Quoting) => ({
  messageId,
  ...(providerMessageId !== undefined && { providerMessageId })
})
