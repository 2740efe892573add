import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { PairTokens } from '../checks/rates.ts'
import type { Template } from '../checks/template.ts'
import type { WindowState } from '../checks/window.ts'
import type { GraphError } from '../errors.ts'
import type { BusinessIdentity } from '../webhooks/envelope.ts'
import type { Person } from '../webhooks/identity.ts'
import type { Content } from '../webhooks/messages.ts'
import type { Status } from '../webhooks/statuses.ts'
import { createMovableClock, type MovableClock } from './clock.ts'

/** A business's number, with the settings for its channel. */
export interface BusinessNumber extends BusinessIdentity {
  verifiedName: string
  accessToken: string
  appSecret: string
  verifyToken: string
  tokenState: 'valid' | 'revoked'
  /** Where webhooks go; undefined until somebody subscribes. */
  webhookUrl?: string | undefined
  /** Whether it is also used in the Business app: only then are there edits and revocations. */
  coexistence: boolean
  qualityRating: 'GREEN' | 'YELLOW' | 'RED'
  /** Messages per second, in and out combined. */
  throughput: number
  /** Messages to one customer without a pause. */
  pairBurst: number
  /** The delay between accepting a message and sending its statuses. */
  statusDelayMs: number
}

export interface Customer {
  /** The double's own id, which stays the same when number and user id change. */
  id: string
  userId: string
  parentUserId?: string | undefined
  name?: string | undefined
  username?: string | undefined
  /** Digits. */
  phone?: string | undefined
  /** The number in webhooks: the phone, unless they differ, as in Brazil and Mexico. [builderbot PR 1233] */
  waId?: string | undefined
  /** While offline, messages are sent but not delivered. */
  online: boolean
  /** Whether messages are read at once. */
  readsAtOnce: boolean
  /** Whether they have blocked the business: 131026. */
  blocked: boolean
}

export interface ChatMessage {
  id: string
  direction: 'in' | 'out'
  at: number
  content: Content
  quotes?: string | undefined
  /** For ours, how far it has got; for theirs, `read` once we have said so. */
  status?: Status | undefined
  error?: GraphError | undefined
  opaque?: string | undefined
  /** Emojis by who reacted. */
  reactions: { customer?: string | undefined; business?: string | undefined }
  edited?: boolean
  revoked?: boolean
  /** Sent from the Business app. */
  fromApp?: boolean
}

/** A customer's chat with a number. */
export interface Chat extends WindowState {
  phoneNumberId: string
  customerId: string
  messages: ChatMessage[]
  pair?: PairTokens
  /** Until when the business appears to be typing. */
  typingUntil?: number
  /** When the business last wrote to the phone number, which may be shown for 30 days afterwards. */
  phoneUsedAt?: number
}

export interface Media {
  id: string
  phoneNumberId: string
  bytes: Buffer
  mimeType: string
  filename?: string | undefined
  sha256: string
  /** An upload expires after 30 days, what a customer sent after 7. [Meta: business-phone-numbers/media] */
  expiresAt: number
}

export interface World {
  clock: MovableClock
  numbers: Map<string, BusinessNumber>
  customers: Map<string, Customer>
  chats: Map<string, Chat>
  /** The chat of each message, by message id. */
  chatWith: Map<string, Chat>
  media: Map<string, Media>
  /** By account. */
  templates: Map<string, Template[]>
  /** When messages of the last second were sent, by number. */
  traffic: Map<string, number[]>
  listeners: Set<(change: ChatChange) => void>
}
export type ChatChange = Pick<Chat, 'customerId' | 'phoneNumberId'>

export const createWorld = (): World => ({
  clock: createMovableClock(),
  numbers: new Map(),
  customers: new Map(),
  chats: new Map(),
  chatWith: new Map(),
  media: new Map(),
  templates: new Map(),
  traffic: new Map(),
  listeners: new Set()
})

export const newMessageId = (): string => `wamid.${randomBytes(30).toString('base64url')}`
export const newCallId = (): string => `wacid.${randomBytes(24).toString('base64url')}`
export const newNumericId = (): string =>
  `${randomInt(1, 10)}${Array.from({ length: 14 }, () => randomInt(10)).join('')}`
/** `CC.` and digits; the country is that of most demo customers. */
export const newUserId = (): string => `PT.${randomInt(1, 10)}${newNumericId()}`
export const newTrace = (): string => randomUUID().replaceAll('-', '').slice(0, 22)

export function chatOf(world: World, phoneNumberId: string, customerId: string): Chat {
  const key = `${phoneNumberId} ${customerId}`
  const chat = world.chats.get(key) ?? { phoneNumberId, customerId, messages: [] }
  world.chats.set(key, chat)
  return chat
}

export function addMessage(world: World, chat: Chat, message: ChatMessage): void {
  chat.messages.push(message)
  world.chatWith.set(message.id, chat)
}

export function tell(world: World, { customerId, phoneNumberId }: ChatChange): void {
  for (const listener of world.listeners) listener({ customerId, phoneNumberId })
}

const PHONE_IS_SHOWN_MS = 30 * 86_400_000

/**
 * The customer as this number may see them: without the phone if they have a username, unless the number has written to
 * their phone within 30 days. [WasapFlow changelog]
 */
export function personOf(world: World, chat: Chat): Person {
  const { userId, parentUserId, name, username, phone, waId = phone } = world.customers.get(chat.customerId)!
  const isHidden = username !== undefined && world.clock.now() - (chat.phoneUsedAt ?? 0) > PHONE_IS_SHOWN_MS
  return { userId, parentUserId, name, username, waId: isHidden ? undefined : waId }
}
