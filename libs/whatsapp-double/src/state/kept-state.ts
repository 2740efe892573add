import type { Double } from './double.ts'
import type { Chat, Customer, Media } from './world.ts'

/** What is kept for the next start, as JSON: people, their chats, and files that are not large. */
export interface KeptState {
  customers: Customer[]
  chats: [key: string, chat: Chat][]
  /** Bytes as Base64. */
  media: (Omit<Media, 'bytes'> & { bytes: string })[]
}

const LARGE_BYTES = 1024 * 1024

export const keptState = ({ world }: Double): KeptState => ({
  customers: [...world.customers.values()],
  chats: [...world.chats],
  media: [...world.media.values()]
    .filter(({ bytes }) => bytes.length <= LARGE_BYTES)
    .map(media => ({ ...media, bytes: media.bytes.toString('base64') }))
})

export function takeUp({ world }: Double, { customers, chats, media }: KeptState): void {
  for (const customer of customers) world.customers.set(customer.id, customer)
  for (const [key, chat] of chats) {
    world.chats.set(key, chat)
    for (const { id } of chat.messages) world.chatWith.set(id, chat)
  }
  for (const each of media) world.media.set(each.id, { ...each, bytes: Buffer.from(each.bytes, 'base64') })
}
