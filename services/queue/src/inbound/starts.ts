import { type Channel, capabilitiesOf, type OperationBody, startConversation } from '@inbox/contracts'
import { type Route, route, type User, userOf } from '@inbox/http'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { StartConversation } from '../application/start-conversation.ts'
import type { Reader } from '../domain/access.ts'
import { addresseeOf } from '../domain/addressee.ts'
import { type ContactState, contactIdOf, refOf } from '../domain/contact.ts'
import { summaryOf } from '../domain/summary.ts'
import { visibleContact } from './contacts.ts'
import { type ReadStores, readerOf } from './reads.ts'

export interface Starting {
  startConversation: StartConversation
  /** A channel as its user may see it. */
  channelFor: (id: string, user: User) => Promise<Result<Channel, Rejection>>
  clock: Clock
}

type To = OperationBody<typeof startConversation>['to']

/** The routes by which agents begin conversations. */
export function startRoutes(stores: ReadStores, starting: Starting): Route[] {
  const { contacts } = stores

  /** The contact to write to; recorded now if not known yet. */
  async function contactOf(to: To, channel: Channel, reader: Reader): Promise<Result<ContactState, Rejection>> {
    if ('contactId' in to) {
      const seen = await visibleContact(stores, to.contactId, reader)
      if (seen.ok && seen.value.erasedAt) return reject('not-found', 'This contact has been erased')
      return seen.ok && seen.value.channel.id !== channel.id
        ? reject('not-found', `${channel.name} has no such contact`)
        : seen
    }
    const { startsWith } = capabilitiesOf[channel.kind]
    const addressee = startsWith && addresseeOf(startsWith, to.address)
    if (!addressee) return reject('unprocessable', `${to.address} is not ${WORDS[startsWith ?? 'none']}`)
    const id = contactIdOf(channel.id, addressee.externalId)
    const known = await contacts.get(id)
    if (known) return ok(known)
    const ref = { id: channel.id, kind: channel.kind, name: channel.name }
    const news = { id, channel: ref, ...addressee, sentAt: starting.clock.now() }
    const heard = await contacts.hear(news)
    return to.name === undefined ? ok(heard) : contacts.edit(id, { name: to.name })
  }

  return [
    route(startConversation, async ({ body, caller, correlationId }) => {
      const reader = await readerOf(caller, stores.agents)
      const found = await starting.channelFor(body.channelId, userOf(caller))
      if (!found.ok) return found
      const channel = found.value
      if (!channel.active || !capabilitiesOf[channel.kind].startsWith)
        return reject('not-supported', `${channel.name} does not allow writing to somebody first`)
      const contact = await contactOf(body.to, channel, reader)
      if (!contact.ok) return contact
      const wanted = { ...body, channel, contact: refOf(contact.value) }
      const departmentId = body.departmentId ?? channel.departmentId
      const started = await starting.startConversation(reader, { ...wanted, departmentId }, { correlationId })
      return started.ok ? ok(summaryOf(started.value)) : started
    })
  ]
}

const WORDS = {
  phone: 'a phone number with its country code, such as +55 11 98765-4321',
  email: 'an e-mail address',
  none: "anybody's address"
}
