import { Retryable } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { type ContactState, contactIdOf, goesBy, isOlder, namesOf, type SenderUpdate } from '../domain/contact.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'
import type { MoveConversations } from './move-conversations.ts'
import { showContact } from './show-contact.ts'

interface Dependencies {
  contacts: Contacts
  conversations: Pick<Conversations, 'allOpenOf'>
  moveConversations: MoveConversations
  execute: Execute
}

export interface IdentifyContact {
  /** Records news about the contact with these names. Different contacts among them are merged; the oldest stays. */
  identify(news: SenderUpdate, names: readonly string[], origin: Origin): Promise<ContactState>
  /** Completes a merge with a conversation that it could not see because it began meanwhile. */
  settle(contactId: string, origin: Origin): Promise<void>
}

const TRIES = 50

/**
 * Merging takes several steps, and the process may crash after any of them: (1) the younger contact is marked as
 * merged, so that nothing new begins under it; (2) its conversations move; (3) the older one takes over what was known;
 * (4) the names are confirmed. Only the last marks the merge as done (`goesBy`): until then, whoever comes with these
 * names does it all again, which changes only what is left.
 */
export function createIdentifyContact(dependencies: Dependencies): IdentifyContact {
  const { contacts, moveConversations } = dependencies

  /** Returns all who are this contact by now. */
  async function uniteWith({ id, channel }: ContactState, name: string, origin: Origin): Promise<ContactState[]> {
    const nameId = contactIdOf(channel.id, name)
    for (let tries = 0; tries < TRIES; tries++) {
      const [one, other] = await Promise.all([contacts.get(id), contacts.get(nameId)])
      if (!one) throw new Retryable('a contact has not been stored yet')
      if (!other) await contacts.addName(one, name)
      else if (one.id !== other.id) {
        const [older, younger] = isOlder(one, other) ? [one, other] : [other, one]
        await contacts.mergeInto(younger, older.id)
      } else return [...(await finish(id, one.id, origin)), ...(await finish(nameId, one.id, origin))]
    }
    throw new Retryable('the names of a contact keep changing')
  }

  async function finish(mergedId: string, id: string, origin: Origin): Promise<ContactState[]> {
    const merged = await contacts.mergedOnTheWay(mergedId)
    for (const each of merged) await moveConversations(each.id, id, origin)
    await contacts.join(id, merged)
    return merged
  }

  return {
    async identify(news, names, origin) {
      const known = await contacts.hear(news)
      const unconfirmed = names.filter(name => !goesBy(known, known.channel.id, [name]))
      if (unconfirmed.length === 0) return known
      const merged: ContactState[] = []
      for (const name of unconfirmed) merged.push(...(await uniteWith(known, name, origin)))
      // of all their names, answers go to the one that is told now
      const { id } = await contacts.hear(news)
      await showContact(dependencies, id, origin)
      return contacts.confirmNames(id, [...names, ...merged.flatMap(namesOf)])
    },
    async settle(contactId, origin) {
      const id = await contacts.idOf(contactId)
      if (id !== contactId) await finish(contactId, id, origin)
    }
  }
}
