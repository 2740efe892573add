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

/** The events of a decision about a conversation, which is new or was `before`, in the order in which they are to be published. */
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

/** Whether more, less or something else is known of whom it is with; that they were erased is told otherwise. */
const isOtherContact = ({ contact: before }: Conversation, { contact: next }: Conversation): boolean =>
  next !== before && next.erasedAt === undefined && !isDeepStrictEqual(next, before)

/** Tells which files of ours a message names. */
export function namedEntries(conversation: Conversation, message: Message, origin: Origin, now: Date): Entry[] {
  const { id, version, contact } = conversation
  return filesOf(message).map(mediaId => {
    const data = { mediaId, messageId: message.id, contactId: contact.id }
    return toEntry(newEnvelope(mediaNamed, { key: id, version, occurredAt: now, data, ...origin }))
  })
}

/** Asks for a copy of a file that a message has elsewhere, if it waits for one. */
export function elsewhereEntries(conversation: Conversation, message: Message, origin: Origin, now: Date): Entry[] {
  const media = message.mediaCopy?.state === 'pending' ? mediaElsewhereIn(message.content) : undefined
  if (!media) return []
  const { url, name, mimeType } = media
  const data = { messageId: message.id, channelId: conversation.channel.id, url, mimeType, ...(name && { name }) }
  const about = { key: message.id, version: conversation.version, occurredAt: now, ...origin }
  return [toEntry(newEnvelope(mediaElsewhere, { ...about, data }))]
}

/** The event of a delivery status that moved. */
export const statusEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry =>
  ofMessage(messageStatusChanged, conversation, message, origin, now)

/** The event of what a contact did to a message. */
export const changedEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry =>
  ofMessage(messageChanged, conversation, message, origin, now)

/** The request that a message of the conversation leaves once more. */
export const requestEntry = (conversation: Conversation, message: Message, origin: Origin, now: Date): Entry => {
  const { id, version } = conversation
  const data = { ...deliveryOf(conversation, message), requestedAt: now.toISOString(), again: message.sentAgain }
  return toEntry(newEnvelope(deliveryRequested, { key: id, version, occurredAt: now, data, ...origin }))
}

/** The request that our side's reaction to a message leaves, or is taken back. */
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

/** What was said with a step stands among the notes, where colleagues read and find it. */
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

/** A message that is part of the conversation but not stored on its own yet. */
export const pendingMessage = (outbox: readonly Entry[], messageId: string): Message | undefined =>
  outbox
    .map(({ envelope }) => (envelope.data as { message?: Message }).message)
    .find(message => message?.id === messageId)

/** A step in the words of the contract. */
const transitionOf = (step: Step): Transition => ({ ...step, at: step.at.toISOString() })

const eventTypeOf = (step: Step): ConversationEventType =>
  step.from === 'pending' && step.to === 'ongoing' ? 'conversation.resumed' : eventOfStatus[step.to]

const filesOf = ({ content, mail = {} }: Pick<Message, 'content' | 'mail'>): string[] =>
  [mediaIn(content), ...filesOfMail(mail)].flatMap(file => file?.mediaId ?? [])

/** Tells of each file of a message, what it said before included, that the message is about to go. */
export function releasesOf(
  { id: messageId, content, mail, formerly = [] }: Pick<Message, 'id' | 'content' | 'mail' | 'formerly'>,
  origin: Origin,
  now: Date
): Envelope<DataOf<typeof mediaReleased>>[] {
  const files = [{ content, mail }, ...formerly].flatMap(filesOf)
  return [...new Set(files)].map(mediaId =>
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

/** To whom it goes, and until when it may. */
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
