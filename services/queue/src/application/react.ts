import { capabilitiesOf, type Message } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { Reader } from '../domain/access.ts'
import { mayAnswer } from '../domain/decide-send.ts'
import { reactedByUs } from '../domain/our-reaction.ts'
import { changedEntry, reactionEntry } from '../outbound/events.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'

/** Without an emoji, our side's reaction is taken back. */
export type React = (
  on: Loaded,
  reader: Reader,
  reaction: { messageId: string; emoji?: string | undefined; times?: number | undefined },
  origin: Origin
) => Promise<Result<Message, Rejection>>

/** Whoever may answer a contact may react to their messages; it is sent like an answer but does not count as one. */
export function createReact(messages: Pick<Messages, 'get' | 'react'>, clock: Clock): React {
  return async ({ conversation }, { id, name }, { messageId, emoji, times: seen }, origin) => {
    const allowed = mayAnswer(id, conversation, clock.now(), 'text')
    if (!allowed.ok) return allowed
    const { kind, name: channelName } = conversation.channel
    if (!capabilitiesOf[kind].reactions) return reject('not-supported', `${channelName} does not support reactions`)
    const message = await messages.get(messageId)
    const isTheirs = message?.conversationId === conversation.id && message.direction === 'inbound'
    if (!isTheirs || message.content.type === 'revoked')
      return reject('not-found', `The conversation has no message ${messageId} from the contact`)
    const given = { emoji, seen, author: { id, name }, at: clock.now().toISOString() }
    const reacted = await messages.react(
      messageId,
      each => reactedByUs(each, given),
      told => [
        changedEntry(conversation, told, origin, clock.now()),
        reactionEntry(conversation, told, origin, clock.now())
      ]
    )
    return ok(reacted ?? message)
  }
}
