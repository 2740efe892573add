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

/** Shows what is known of a contact in all conversations that are open with them. */
export async function showContact(
  { contacts, conversations, execute }: Dependencies,
  id: string,
  origin: Origin
): Promise<void> {
  const show = async () => {
    // read anew on every try: of two changes at once the later one must be shown last
    const contact = await contacts.get(id)
    return contact ? ok({ type: 'showContact' as const, contact: refOf(contact) }) : reject('not-found', id)
  }
  for (const { conversation } of await conversations.allOpenOf(id)) await execute(conversation.id, show, origin)
}
