import type { DataOf, Message, messageEchoed } from '@inbox/contracts'
import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { counter } from '@inbox/telemetry'
import { awaitingCopy } from '../domain/media-copy.ts'
import { pendingMessage } from '../outbound/events.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'
import type { LatestOfContact } from './latest-of-contact.ts'

interface Dependencies {
  latestOfContact: LatestOfContact
  messages: Pick<Messages, 'ofChannel'>
  departments: Pick<Departments, 'get'>
  execute: Execute
}

/** `last`: no more waiting for the contact's first message. */
export type TakeEcho = (
  echo: DataOf<typeof messageEchoed>,
  origin: Origin,
  last: boolean
) => Promise<Result<unknown, Rejection>>

const dropped = counter('queue_echoes_dropped_total', 'Echoes dropped because their contact has not written anything')

/** Adds our side's answer from elsewhere, once, to the contact's latest conversation about its thread; begins none. */
export function createTakeEcho({ latestOfContact, messages, departments, execute }: Dependencies): TakeEcho {
  return async (echo, origin, last) => {
    const latest = await latestOfContact(echo.channelId, echo.contactId, echo.thread?.id)
    if (!latest) {
      if (!last) throw new Retryable('the contact has not written anything yet')
      dropped.inc()
      return reject('not-found', 'The contact has not written anything; the echo was dropped')
    }
    const make = async ({ document, conversation }: Loaded) => {
      // an answer sent by us may come back as an echo, too
      const [known] = await messages.ofChannel(echo.providerMessageId, echo.channelId)
      if (known || pendingMessage(document.outbox, echo.messageId)) return reject('already-sent', echo.messageId)
      const department = await departments.get(conversation.departmentId)
      const endsWait = department?.closesWhenAnsweredElsewhere === true
      return ok({ type: 'echo' as const, message: awaitingCopy(messageOf(echo, conversation.id)), endsWait })
    }
    return execute(latest, make, origin)
  }
}

const messageOf = (echo: DataOf<typeof messageEchoed>, conversationId: string): Message => ({
  id: echo.messageId,
  conversationId,
  direction: 'outbound',
  author: { kind: 'agent', ...(echo.author !== undefined && { name: echo.author }) },
  echo: true,
  content: echo.content,
  sentAt: echo.sentAt,
  receivedAt: echo.receivedAt,
  status: 'sent',
  providerMessageId: echo.providerMessageId
})
