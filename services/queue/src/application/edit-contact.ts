import type { ContactChange } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { type ContactState, refOf } from '../domain/contact.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'

interface Dependencies {
  contacts: Pick<Contacts, 'get' | 'edit'>
  conversations: Pick<Conversations, 'allOpenOf'>
  execute: Execute
}

export type EditContact = (
  id: string,
  change: ContactChange,
  ifMatch: number | undefined,
  origin: Origin
) => Promise<Result<ContactState, Rejection>>

/** Corrects a contact, and shows it in the conversations that are open with them. Repeating it finishes what a crash left. */
export function createEditContact({ contacts, conversations, execute }: Dependencies): EditContact {
  return async (id, change, ifMatch, origin) => {
    const edited = await contacts.edit(id, change, ifMatch)
    const show = async () => {
      // read anew on every try: of two edits at once the later one must be shown last
      const contact = await contacts.get(id)
      return contact ? ok({ type: 'showContact' as const, contact: refOf(contact) }) : reject('not-found', id)
    }
    const open = edited.ok ? await conversations.allOpenOf(id) : []
    for (const { conversation } of open) await execute(conversation.id, show, origin)
    return edited
  }
}
