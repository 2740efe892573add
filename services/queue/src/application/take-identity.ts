import type { contactIdentified, DataOf } from '@inbox/contracts'
import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { counter } from '@inbox/telemetry'
import { contactIdOf } from '../domain/contact.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute } from './execute.ts'
import type { IdentifyContact } from './identify-contact.ts'
import { showContact } from './show-contact.ts'

interface Dependencies {
  contacts: Pick<Contacts, 'get'>
  conversations: Pick<Conversations, 'allOpenOf'>
  execute: Execute
  identify: IdentifyContact['identify']
}

/** `last`: no more waiting for the contact's first message. */
export type TakeIdentity = (
  identity: DataOf<typeof contactIdentified>,
  origin: Origin,
  last: boolean
) => Promise<Result<unknown, Rejection>>

const dropped = counter(
  'queue_identities_dropped_total',
  'New ids dropped because their contact has written under neither'
)

/** A contact has a new name: what they wrote stays theirs, and answers go to the new name. */
export function createTakeIdentity({ contacts, conversations, execute, identify }: Dependencies): TakeIdentity {
  return async ({ channelId, contactId, newId, at }, origin, last) => {
    const [before, after] = await Promise.all(
      [contactId, newId].map(name => contacts.get(contactIdOf(channelId, name)))
    )
    const known = before ?? after
    if (!known) {
      if (!last) throw new Retryable('the contact has not written anything yet')
      dropped.inc()
      return reject('not-found', 'The contact has written under neither id; the new one was dropped')
    }
    const news = { id: known.id, channel: known.channel, externalId: newId, facts: {}, sentAt: new Date(at) }
    const { id } = await identify(news, [contactId, newId], origin)
    await showContact({ contacts, conversations, execute }, id, origin)
    return ok(undefined)
  }
}
