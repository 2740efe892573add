import type { ContactChange } from '@inbox/contracts'
import type { Rejection, Result } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { ContactState } from '../domain/contact.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'
import { showContact } from './show-contact.ts'

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

/** Corrects a contact, and shows it in their open conversations. Repeating it completes what a crash cut short. */
export function createEditContact({ contacts, conversations, execute }: Dependencies): EditContact {
  return async (id, change, ifMatch, origin) => {
    const edited = await contacts.edit(id, change, ifMatch)
    if (edited.ok) await showContact({ contacts, conversations, execute }, edited.value.id, origin)
    return edited
  }
}
