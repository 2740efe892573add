import { trafficOf } from '../graph/send.ts'
import { readAll } from '../graph/statuses.ts'
import type { Double } from '../state/double.ts'
import { keepMedia, LIFE_MS, mediaPart } from '../state/media.ts'
import {
  addMessage,
  type BusinessNumber,
  type Chat,
  type ChatMessage,
  type Customer,
  chatOf,
  newCallId,
  newMessageId,
  newUserId,
  personOf,
  tell
} from '../state/world.ts'
import { change } from '../webhooks/envelope.ts'
import {
  type Circumstances,
  type Content,
  edit,
  type InboundMessage,
  messagesChange,
  reaction,
  revoke,
  systemChange
} from '../webhooks/messages.ts'
import { callChange, echoChange } from '../webhooks/others.ts'

/** What a customer wants to do is impossible; the message says why. */
export class Impossible extends Error {}

/** A message to be written; media are given by the id of a file that the double has. */
export interface Writing extends Pick<Circumstances, 'forwarded' | 'referral' | 'groupId'> {
  content: Content
  /** The id of a message of the chat. */
  quotes?: string | undefined
}

const FIFTEEN_MINUTES = 15 * 60_000
const DAY_MS = 86_400_000

/** What a customer can do in the chat with a number: recorded in the chat and reported by webhooks. */
export function actsOf(double: Double, number: BusinessNumber, customer: Customer) {
  const { world, notifier } = double
  const chat = chatOf(world, number.phoneNumberId, customer.id)
  const now = () => world.clock.now()
  const person = () => personOf(world, chat)

  /** Writes messages, all with the current time; `together` means in one notification. */
  function write(writings: readonly Writing[], together = false): ChatMessage[] {
    const messages = writings.map(writing => record(world, chat, writing, now()))
    const told = messages.map((message, index) => inbound(double, number, chat, message, writings[index]!))
    opensWindow(double, number, chat, writings.find(({ referral }) => referral) !== undefined)
    for (const group of together ? [told] : told.map(one => [one]))
      notifier.notify(number, customer.id, messagesChange(number, person(), group))
    tell(world, chat)
    return messages
  }

  /** Sends something that refers to a message but is not one itself. */
  function refer(content: Content): string {
    const id = newMessageId()
    notifier.notify(number, customer.id, messagesChange(number, person(), [{ id, at: now(), content }]))
    tell(world, chat)
    return id
  }

  const own = (id: string, withinMs: number) => {
    const message = messageIn(chat, id)
    if (message.direction !== 'in') throw new Impossible('Customers can change only their own messages')
    if (!number.coexistence) throw new Impossible('Only on a number that is also used in the Business app')
    if (now() - message.at > withinMs) throw new Impossible('It is too late for that')
    return message
  }

  return {
    write,
    reacts(messageId: string, emoji?: string): string {
      const message = messageIn(chat, messageId)
      // [Meta: webhooks/reference/messages/reaction]
      if (now() - message.at > 30 * DAY_MS) throw new Impossible('The message is older than 30 days')
      message.reactions.customer = emoji || undefined
      return refer(reaction(messageId, emoji))
    },
    edits(messageId: string, content: Content): string {
      const message = own(messageId, FIFTEEN_MINUTES)
      message.content = content
      message.edited = true
      return refer(edit(messageId, content))
    },
    revokes(messageId: string): string {
      own(messageId, 2 * DAY_MS).revoked = true
      return refer(revoke(messageId))
    },
    reads: () => readAll(double, number, chat),
    /** A call, answered only if it has a duration; like a message, it opens the window. */
    calls(seconds?: number): string {
      const id = newCallId()
      notifier.notify(number, customer.id, callChange(number, person(), { id, at: now(), event: 'connect' }))
      const end =
        seconds === undefined ? { status: 'FAILED' as const } : { status: 'COMPLETED' as const, duration: seconds }
      notifier.notify(number, customer.id, callChange(number, person(), { id, at: now(), event: 'terminate', ...end }))
      opensWindow(double, number, chat, false)
      const content = { type: 'call', call: { seconds: seconds ?? 0 } }
      addMessage(world, chat, { id, direction: 'in', at: now(), content, reactions: {} })
      tell(world, chat)
      return id
    },
    /** A colleague answers from the Business app, which does not open the window. */
    isAnsweredFromApp(content: Content): string {
      const id = newMessageId()
      addMessage(world, chat, {
        id,
        direction: 'out',
        at: now(),
        content,
        status: 'sent',
        fromApp: true,
        reactions: {}
      })
      notifier.notify(number, customer.id, echoChange(number, person(), { id, at: now(), content }))
      tell(world, chat)
      return id
    },
    /** Sends any other notification as it is. */
    notifies(field: string, value: Record<string, unknown>): void {
      notifier.notify(number, customer.id, change(number, field, value))
    }
  }
}

const messageIn = (chat: Chat, id: string): ChatMessage => {
  const found = chat.messages.find(each => each.id === id)
  if (!found) throw new Impossible('No such message in this chat')
  return found
}

function record(world: Double['world'], chat: Chat, { content, quotes }: Writing, at: number): ChatMessage {
  if (quotes !== undefined) messageIn(chat, quotes)
  const message: ChatMessage = { id: newMessageId(), direction: 'in', at, content, quotes, reactions: {} }
  addMessage(world, chat, message)
  return message
}

/** A message in webhook format: files with their type, hash and address. */
function inbound(
  { world, base }: Double,
  number: BusinessNumber,
  chat: Chat,
  message: ChatMessage,
  { quotes, ...writing }: Writing
): InboundMessage {
  const { type } = message.content
  const part = message.content[type] as Record<string, unknown> | undefined
  const media = typeof part?.id === 'string' ? world.media.get(part.id) : undefined
  const content = media ? { type, [type]: mediaPart(world, base, media, part!) } : message.content
  const quoted = chat.messages.find(each => each.id === quotes)
  const from = quoted?.direction === 'in' ? (personOf(world, chat).waId ?? '') : number.displayPhoneNumber
  return { ...writing, content, id: message.id, at: message.at, quotes: quoted && { id: quoted.id, from } }
}

function opensWindow(double: Double, number: BusinessNumber, chat: Chat, byAd: boolean): void {
  const now = double.world.clock.now()
  chat.lastInboundAt = now
  trafficOf(double, number).push(now)
  if (!byAd) return
  chat.enteredByAdAt = now
  delete chat.adAnsweredAt
}

/** A new phone number brings a new user id; all numbers they chat with are notified. [Meta: changelog, 11 Aug 2026] */
export function changesNumber(double: Double, customer: Customer, phone: string): void {
  const { world, notifier } = double
  const chats = [...world.chats.values()].filter(({ customerId }) => customerId === customer.id)
  const before = chats.map(chat => personOf(world, chat))
  Object.assign(customer, { phone, waId: undefined, userId: newUserId() })
  for (const [index, chat] of chats.entries()) {
    const number = world.numbers.get(chat.phoneNumberId)!
    const at = world.clock.now()
    notifier.notify(
      number,
      customer.id,
      systemChange(number, { id: newMessageId(), at, before: before[index]!, now: personOf(world, chat) })
    )
    tell(world, chat)
  }
}

/** Keeps a file on a customer's phone; when sent, it lives for 7 days. */
export const keepFile = (
  { world }: Double,
  phoneNumberId: string,
  bytes: Buffer,
  mimeType: string,
  filename?: string
): string => keepMedia(world, { phoneNumberId, bytes, mimeType, filename }, LIFE_MS.received).id
