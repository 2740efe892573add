import { errorInWebhook, graphError } from '../errors.ts'
import { type BusinessIdentity, type Change, change, seconds } from './envelope.ts'
import { contactOf, type Person, senderOf } from './identity.ts'

/** What a customer sends, in Meta's format: `{type: 'text', text: {body}}`. */
export interface Content {
  type: string
  [part: string]: unknown
}

/** What accompanies the content. [facts on message types] */
export interface Circumstances {
  /** The id and author of the message being answered. */
  quotes?: { id: string; from: string } | undefined
  forwarded?: boolean | undefined
  /** The ad that brought them. */
  referral?: Record<string, unknown> | undefined
  groupId?: string | undefined
}

export interface InboundMessage extends Circumstances {
  id: string
  /** Milliseconds. */
  at: number
  content: Content
}

/** An element of `messages[]`. */
export function inboundMessage(
  person: Person,
  { id, at, content, ...around }: InboundMessage
): Record<string, unknown> {
  const { quotes, forwarded, referral, groupId } = around
  const context = { ...quotes, ...(forwarded && { forwarded }) }
  return {
    ...(Object.keys(context).length > 0 && { context }),
    ...senderOf(person),
    id,
    timestamp: seconds(at),
    ...(groupId && { group_id: groupId }),
    ...(referral && { referral }),
    ...content
  }
}

/** Messages of one customer: usually one, several in a burst. */
export const messagesChange = (
  business: BusinessIdentity,
  person: Person,
  messages: readonly InboundMessage[]
): Change =>
  change(business, 'messages', {
    contacts: [contactOf(person)],
    messages: messages.map(message => inboundMessage(person, message))
  })

/** Without an emoji, it is removed. [Meta: webhooks/reference/messages/reaction, 21 May 2026] */
export const reaction = (messageId: string, emoji?: string): Content => ({
  type: 'reaction',
  reaction: { message_id: messageId, ...(emoji && { emoji }) }
})

/** Within 15 minutes, only to numbers in coexistence. [Meta: webhooks/reference/messages/edit, 20 Jul 2026] */
export const edit = (originalMessageId: string, message: Content): Content => ({
  type: 'edit',
  edit: { original_message_id: originalMessageId, message }
})

/** Within two days, only to numbers in coexistence. [Meta: webhooks/reference/messages/revoke] */
export const revoke = (originalMessageId: string): Content => ({
  type: 'revoke',
  revoke: { original_message_id: originalMessageId }
})

/** Content that the platform cannot carry. [Meta: webhooks/reference/messages/unsupported, 20 Mar 2026] */
export const unsupported = (kind?: string): Content => ({
  type: 'unsupported',
  ...(kind && { unsupported: { type: kind } }),
  errors: [errorInWebhook(graphError(131051, 'Message type is currently not supported.'))]
})

/** The first opening of a chat, without a text. [chatwoot PR 8780] */
export const requestWelcome = (): Content => ({ type: 'request_welcome' })

/** A new number brings a new user id; `before` is the former identity. [Meta: changelog, 11 Aug 2026] */
export function systemChange(
  business: BusinessIdentity,
  { id, at, before, now }: { id: string; at: number; before: Person; now: Person }
): Change {
  const knows = now.waId !== undefined
  const system = {
    type: knows ? 'user_changed_number' : 'user_changed_user_id',
    body: `User ${now.name ?? ''} changed from ${before.waId ?? before.userId} to ${now.waId ?? now.userId}`,
    ...(now.waId && { wa_id: now.waId }),
    user_id: now.userId,
    ...(now.parentUserId && { parent_user_id: now.parentUserId }),
    previous_user_id: before.userId,
    ...(before.parentUserId && { previous_parent_user_id: before.parentUserId })
  }
  return change(business, 'messages', {
    contacts: [contactOf(now)],
    messages: [{ ...senderOf(before), id, timestamp: seconds(at), type: 'system', system }]
  })
}
