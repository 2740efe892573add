import { type Addressee, addresseeOf, message as checkMessage, isError, needsPhone, typeOf } from '../checks/message.ts'
import { pairRate, throughput } from '../checks/rates.ts'
import { type Fields, invalid, isObject } from '../checks/rules.ts'
import { windowClosed } from '../checks/window.ts'
import { type GraphError, graphError } from '../errors.ts'
import type { Double } from '../state/double.ts'
import {
  addMessage,
  type BusinessNumber,
  type Chat,
  type ChatMessage,
  type Customer,
  chatOf,
  newMessageId,
  tell
} from '../state/world.ts'
import { type Status, statusesChange } from '../webhooks/statuses.ts'
import { lostFile, unfitFile } from './sent-file.ts'
import { deliver, report } from './statuses.ts'

export type Answer = { error: GraphError } | { status?: number; body: unknown; breaks?: boolean }

const TYPING_MS = 25_000

/** `POST /<number>/messages`. */
export async function send(double: Double, number: BusinessNumber, body: Fields): Promise<Answer> {
  if (body.status !== undefined) return markAsRead(double, number, body)
  const { world, faults } = double
  const templates = world.templates.get(number.businessAccountId) ?? []
  const wrong = checkMessage(body, templates)
  if (wrong) return { error: wrong }
  const addressee = addresseeOf(body)
  if (isError(addressee)) return { error: addressee }
  const customer = customerOf(double, addressee)
  const fault = faults.take('send', { customerId: customer?.id, phoneNumberId: number.phoneNumberId })
  if (fault && 'http' in fault) return { status: fault.http, body: '' }
  if (fault && 'breaks' in fault && fault.breaks === 'before') return { body: '', breaks: true }
  if (fault && 'code' in fault && fault.as !== 'status')
    return { error: graphError(fault.code, fault.details ?? 'On demand') }
  const refusal = refusalOf(double, number, customer, addressee, body)
  if (refusal) return { error: refusal }
  const id = newMessageId()
  const later = fault && 'code' in fault ? graphError(fault.code, fault.details ?? 'On demand') : undefined
  void accepted(double, number, { id, addressee, customer, body, later })
  return { body: answerFor(addressee, customer, id, typeOf(body)), breaks: !!fault && 'breaks' in fault }
}

function customerOf({ world }: Double, addressee: Addressee): Customer | undefined {
  for (const customer of world.customers.values()) {
    if (addressee.by === 'userId' && customer.userId === addressee.userId) return customer
    if (addressee.by === 'phone' && [customer.phone, customer.waId].includes(addressee.digits)) return customer
  }
  return undefined
}

/** Refusals that Meta gives in its answer, not only in a status. */
function refusalOf(
  double: Double,
  number: BusinessNumber,
  customer: Customer | undefined,
  addressee: Addressee,
  body: Fields
) {
  const { world } = double
  const now = world.clock.now()
  if (addressee.by === 'phone' && addressee.digits === number.displayPhoneNumber)
    return graphError(131021, 'The sender and the recipient are the same number')
  const type = typeOf(body)
  if (type === 'template') {
    const { name } = body.template as { name: string }
    const refused = needsPhone(
      world.templates.get(number.businessAccountId)!.find(each => each.name === name)!,
      addressee
    )
    if (refused) return refused
  }
  const lost = lostFile(double, number, body)
  if (lost) return lost
  const times = trafficOf(double, number)
  const busy = throughput(times, now, number.throughput)
  if (busy) return busy
  if (customer) {
    const chat = chatOf(world, number.phoneNumberId, customer.id)
    const { tokens, error } = pairRate(chat.pair, now, number.pairBurst)
    chat.pair = tokens
    if (error) return error
  }
  times.push(now)
  return undefined
}

export function trafficOf({ world }: Double, { phoneNumberId }: BusinessNumber): number[] {
  const times = world.traffic.get(phoneNumberId) ?? []
  world.traffic.set(phoneNumberId, times)
  return times
}

const answerFor = (addressee: Addressee, customer: Customer | undefined, id: string, type: string) => ({
  messaging_product: 'whatsapp',
  contacts: [
    addressee.by === 'userId'
      ? { input: addressee.userId, user_id: addressee.userId }
      : {
          input: addressee.input,
          wa_id: customer?.waId ?? (addressee.by === 'phone' ? addressee.digits : addressee.input)
        }
  ],
  messages: [{ id, ...(type === 'template' && { message_status: 'accepted' }) }]
})

interface Accepted {
  id: string
  addressee: Addressee
  customer: Customer | undefined
  body: Fields
  later: GraphError | undefined
}

/** What follows the answer: the chat gets the message, and statuses report what becomes of it. */
async function accepted(double: Double, number: BusinessNumber, { id, addressee, customer, body, later }: Accepted) {
  const { world } = double
  if (addressee.by === 'nothing') return
  if (!customer) return nobodyThere(double, number, id, addressee, body)
  const chat = chatOf(world, number.phoneNumberId, customer.id)
  const at = world.clock.now()
  const type = typeOf(body)
  const isClosed = type !== 'template' ? windowClosed(chat, at) : undefined
  if (addressee.by === 'phone') chat.phoneUsedAt = at
  const message = keep(world, chat, id, at, body)
  delete chat.typingUntil
  tell(world, chat)
  const undeliverable = customer.blocked ? graphError(131026, 'Message Undeliverable.') : undefined
  const error = later ?? undeliverable ?? isClosed ?? (await unfitFile(double, number, body))
  world.clock.after(number.statusDelayMs, () => {
    const sent = { number, chat, message }
    if (error) report(double, sent, 'failed', error)
    else {
      if (chat.enteredByAdAt !== undefined) chat.adAnsweredAt ??= at
      deliver(double, sent)
    }
  })
}

/** Adds a reaction to its message; everything else becomes a message of its own. */
function keep(world: Double['world'], chat: Chat, id: string, at: number, body: Fields): ChatMessage {
  const { type: _type, context, biz_opaque_callback_data: opaque } = body
  const type = typeOf(body)
  const content = { type, [type]: body[type] }
  const quotes = (context as { message_id: string } | undefined)?.message_id
  const message: ChatMessage = {
    id,
    direction: 'out',
    at,
    content,
    quotes,
    opaque: opaque as string | undefined,
    reactions: {}
  }
  if (type !== 'reaction') addMessage(world, chat, message)
  else {
    const { message_id, emoji } = body.reaction as { message_id: string; emoji: string }
    const about = chat.messages.find(each => each.id === message_id)
    if (about) about.reactions.business = emoji || undefined
  }
  return message
}

/** For a number that is not on WhatsApp: reported in a status without a contact. */
function nobodyThere(
  { world, notifier }: Double,
  number: BusinessNumber,
  messageId: string,
  addressee: Addressee,
  body: Fields
) {
  const input = addressee.by === 'phone' ? addressee.digits : ''
  const error = graphError(131026, 'Message Undeliverable.')
  const status: Status = 'failed'
  const opaque = body.biz_opaque_callback_data as string | undefined
  world.clock.after(number.statusDelayMs, () =>
    notifier.notify(
      number,
      undefined,
      statusesChange(number, { input }, [{ messageId, status, at: world.clock.now(), opaque, error }])
    )
  )
}

/** Marks all messages up to one as read; shows a typing indicator for 25 s. [Meta: typing-indicators, 17 Jun 2026] */
function markAsRead({ world }: Double, { phoneNumberId }: BusinessNumber, body: Fields): Answer {
  const { status, message_id: id, typing_indicator: typing } = body
  if (status !== 'read') return { error: graphError(100, 'Param status must be one of {read}') }
  if (typing !== undefined && !(isObject(typing) && typing.type === 'text'))
    return { error: graphError(100, "Param typing_indicator['type'] must be one of {text}") }
  const chat = typeof id === 'string' ? world.chatWith.get(id) : undefined
  const index = chat?.messages.findLastIndex(each => each.id === id && each.direction === 'in') ?? -1
  if (!chat || index < 0 || chat.phoneNumberId !== phoneNumberId)
    return { error: invalid('message_id', 'is not a message that was received') }
  for (const message of chat.messages.slice(0, index + 1)) if (message.direction === 'in') message.status = 'read'
  if (typing) {
    chat.typingUntil = world.clock.now() + TYPING_MS
    world.clock.after(TYPING_MS, () => tell(world, chat))
  }
  tell(world, chat)
  return { body: { success: true } }
}
