import { exportContact, type Message } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Note } from '../domain/note.ts'
import { exportedContact } from '../domain/read-entry.ts'
import { summaryOf } from '../domain/summary.ts'
import { contactOf } from './contacts.ts'
import { type AuditOf, type ReadStores, readerOf, type Show } from './reads.ts'

const PAGE = 200

/** Everything stored about a person who asks for it. */
export function contactExportRoute(stores: ReadStores, show: Show, audit: AuditOf): Route {
  const { agents, contacts, history, tabs } = stores
  return route(exportContact, async ({ params, query, caller, correlationId }) => {
    const reader = await readerOf(caller, agents)
    const contact = await contacts.get(params.id)
    if (!contact) return reject('not-found', 'No such contact')
    const { conversations, nextCursor } = await tabs.ofContact(contact.id, reader, query.limit, query.cursor)
    const items = []
    for (const conversation of conversations) {
      const { id } = conversation
      const messages = (await allMessages(stores, id)).map(show)
      const notes = (await allNotes(stores, id)).map(note => ({ ...note, at: note.at.toISOString() }))
      items.push({ conversation: summaryOf(conversation), messages, notes, history: await history.of(id) })
    }
    audit(reader, exportedContact(contact), { correlationId })
    return ok({ contact: contactOf(contact), items, nextCursor })
  })
}

async function allMessages({ messages }: Pick<ReadStores, 'messages'>, id: string): Promise<Message[]> {
  const all: Message[] = []
  for (;;) {
    const first = all[0]
    const before = first && {
      sentOn: new Date(first.sentAt),
      receivedOn: new Date(first.receivedAt),
      id: first.id
    }
    const page = await messages.page(id, PAGE, before, true)
    all.unshift(...page)
    if (page.length < PAGE) return all
  }
}

async function allNotes({ notes }: Pick<ReadStores, 'notes'>, id: string): Promise<Note[]> {
  const all: Note[] = []
  for (;;) {
    const page = await notes.page(id, PAGE, all[0])
    all.unshift(...page)
    if (page.length < PAGE) return all
  }
}
