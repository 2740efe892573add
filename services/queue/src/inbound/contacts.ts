import { type Contact, eraseContact, getContact, listConversationsOfContact, patchContact } from '@inbox/contracts'
import { type Answered, answered, auditActorOf, type Route, route, userOf } from '@inbox/http'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { EditContact } from '../application/edit-contact.ts'
import type { EraseContact } from '../application/erase-contact.ts'
import { type Reader, supervises } from '../domain/access.ts'
import { attributesOf, type ContactState, refOf } from '../domain/contact.ts'
import { lookedAtContact } from '../domain/read-entry.ts'
import { summaryOf } from '../domain/summary.ts'
import { type AuditOf, type ReadStores, readerOf } from './reads.ts'

/** The routes of the customer panel. */
export function contactRoutes(
  stores: ReadStores,
  edit: EditContact,
  erase: EraseContact['ask'],
  audit: AuditOf
): Route[] {
  const { agents, contacts, conversations, tabs } = stores
  const auditLook = async (reader: Reader, contact: ContactState, correlationId: string) => {
    if (!supervises(reader)) return
    const latest = await conversations.latestOfContact(contact.id)
    audit(reader, lookedAtContact(reader, contact, latest?.conversation), { correlationId })
  }
  return [
    route(getContact, async ({ params, caller, correlationId }) => {
      const reader = await readerOf(caller, agents)
      const seen = await visibleContact(stores, params.id, reader)
      if (seen.ok) await auditLook(reader, seen.value, correlationId)
      return contactAnswer(seen)
    }),
    route(patchContact, async ({ params, body, ifMatch, caller, correlationId }) => {
      const seen = await visibleContact(stores, params.id, await readerOf(caller, agents))
      return seen.ok ? contactAnswer(await edit(params.id, body, ifMatch, { correlationId })) : seen
    }),
    route(eraseContact, async ({ params, caller, correlationId }) => {
      const asked = await erase(params.id, auditActorOf(userOf(caller)), { correlationId })
      return asked.ok ? ok({ contactId: asked.value._id, askedAt: asked.value.askedAt.toISOString() }) : asked
    }),
    route(listConversationsOfContact, async ({ params, query, caller, correlationId }) => {
      const [id, contact] = await Promise.all([contacts.idOf(params.id), contacts.get(params.id)])
      const reader = await readerOf(caller, agents)
      if (contact) await auditLook(reader, contact, correlationId)
      const page = await tabs.ofContact(id, reader, query.limit, query.cursor)
      return ok({ items: page.conversations.map(summaryOf), nextCursor: page.nextCursor })
    })
  ]
}

/** A contact is visible to anybody who sees one of their conversations. */
export async function visibleContact(
  { contacts, tabs }: Pick<ReadStores, 'contacts' | 'tabs'>,
  id: string,
  reader: Reader
): Promise<Result<ContactState, Rejection>> {
  const contact = await contacts.get(id)
  const seen = contact && (supervises(reader) || (await tabs.ofContact(contact.id, reader, 1)).conversations.length > 0)
  return seen ? ok(contact) : reject('not-found', 'No such contact')
}

function contactAnswer(result: Result<ContactState, Rejection>): Result<Answered<Contact>, Rejection> {
  if (!result.ok) return result
  return ok(answered(contactOf(result.value), { headers: { ETag: `"${result.value.version}"` } }))
}

export const contactOf = (contact: ContactState): Contact => ({
  ...refOf(contact),
  version: contact.version,
  channel: contact.channel,
  attributes: attributesOf(contact),
  createdAt: contact.createdAt.toISOString()
})
