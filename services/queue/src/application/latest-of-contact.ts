import { contactIdOf } from '../domain/contact.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations, Loaded } from '../store/conversations.ts'

/** A contact's latest conversation about a thread; `externalId` may be any of their names. */
export type LatestOfContact = (channelId: string, externalId: string, threadId?: string) => Promise<Loaded | null>

export const createLatestOfContact =
  (
    conversations: Pick<Conversations, 'latestOfContact'>,
    contacts: Pick<Contacts, 'idOf' | 'rememberedIdOf'>
  ): LatestOfContact =>
  async (channelId, externalId, threadId) => {
    const id = contacts.rememberedIdOf(contactIdOf(channelId, externalId))
    const latest = await conversations.latestOfContact(id, threadId)
    if (latest && latest.conversation.status !== 'closed') return latest
    const known = await contacts.idOf(id)
    return known === id ? latest : conversations.latestOfContact(known, threadId)
  }
