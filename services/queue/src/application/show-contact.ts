import { ok, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { refOf } from '../domain/contact.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'

interface Dependencies {
  contacts: Pick<Contacts, 'get'>
  conversations: Pick<Conversations, 'allOpenOf'>
  execute: Execute
}

/** Updates the contact shown in all their open conversations. */
export async function showContact(
  { contacts, conversations, execute }: Dependencies,
  id: string,
  origin: Origin
): Promise<void> {
  const show = async () => {
    // read again on every attempt: of two concurrent changes, the later one must be shown last
    const contact = await contacts.get(id)
    return contact ? ok({ type: 'showContact' as const, contact: refOf(contact) }) : reject('not-found', id)
  }
  for (const { conversation } of await conversations.allOpenOf(id)) await execute(conversation.id, show, origin)
}
