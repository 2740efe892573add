import type { AuditActor } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { failPoint, newId, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { contactIdOf, namesOf, refOf } from '../domain/contact.ts'
import { currentOf } from '../domain/conversation.ts'
import { type Erasure, nobody } from '../domain/erase.ts'
import { erasureEntries, messagesErasedEntries } from '../outbound/erasures.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Erasing } from '../store/erasing.ts'
import type { Erasures } from '../store/erasures.ts'
import type { Removals } from '../store/removals.ts'
import type { Execute } from './execute.ts'
import type { ForgetParked } from './forget-parked.ts'
import { showContact } from './show-contact.ts'

interface Dependencies {
  contacts: Pick<Contacts, 'get' | 'hear' | 'mergedInto' | 'put' | 'remove'>
  conversations: Pick<Conversations, 'load' | 'allOpenOf'>
  erasures: Erasures
  erasing: Erasing
  removals: Pick<Removals, 'removeWords'>
  execute: Execute
  forgetParked: Pick<ForgetParked, 'note'>
  clock: Clock
  logger: Logger
}

const SOON = { first: 50, most: 500 }
const TIMEOUT_MS = 5000

export interface EraseContact extends AsyncDisposable {
  /** Starts erasing a contact; refused while a conversation with them is open. */
  ask(id: string, by: AuditActor, origin: Origin): Promise<Result<Erasure, Rejection>>
  /** Continues all erasures under way, as far as possible now. */
  goOn(): Promise<void>
}

/**
 * Erasing takes several steps; a process may crash after any of them, and another may run the same ones concurrently:
 * (1) what is known of the contact goes, so that whoever writes under their name from then on is somebody new; (2) in
 * each closed conversation, what was said goes, and only then does the conversation become nobody's, which marks it as
 * done; (3) it is noted that parked messages about them have to go, so that no replay brings them back; (4) the erasure
 * record itself goes.
 */
export function createEraseContact(dependencies: Dependencies): EraseContact {
  const { contacts, conversations, erasures, erasing, removals, execute, forgetParked, clock, logger } = dependencies
  const stop = new AbortController()
  const underWay = new Set<Promise<void>>()
  /** An erasure that cannot be finished now holds up no other. */
  const begin = (erasure: Erasure): Promise<void> => {
    const finishing = finish(erasure)
      .catch(error => logger.warn({ err: error, contactId: erasure._id }, 'could not erase a contact yet; will retry'))
      .finally(() => underWay.delete(finishing))
    underWay.add(finishing)
    return finishing
  }

  return {
    async ask(id, by, origin) {
      const contact = await contacts.get(id)
      if (!contact || contact.erasedAt) {
        const underWay = await erasures.get(id)
        return underWay ? ok(underWay) : reject('not-found', 'No such contact')
      }
      const [open] = await conversations.allOpenOf(contact.id)
      if (open) {
        const { conversation } = open
        const detail = `Conversation ${conversation.referenceNumber} with this contact is ${conversation.status}: close it first`
        return reject('in-conversation', detail, { ...currentOf(conversation), conversationId: conversation.id })
      }
      const merged = await contacts.mergedInto(contact.id)
      const names = [...new Set([contact, ...merged].flatMap(namesOf))]
      const erasure = {
        _id: contact.id,
        nobodyId: newId(),
        contactIds: [contact.id, ...merged.map(each => each.id)],
        nameIds: names.map(name => contactIdOf(contact.channel.id, name)),
        channel: contact.channel,
        askedAt: clock.now(),
        correlationId: origin.correlationId
      }
      const begun = await erasures.begin(erasure, erasureEntries(erasure, names, by))
      void begin(begun)
      return ok(begun)
    },
    async goOn() {
      for (let some = await erasures.underWay(''); some.length > 0; some = await erasures.underWay(some.at(-1)!._id))
        await Promise.all(some.map(begin))
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the process is ending'))
      await Promise.all(underWay)
    }
  }

  /** Waits a moment for events that are still to be published. */
  function finish(erasure: Erasure): Promise<void> {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT_MS)])
    return untilDone(() => erase(erasure), { pause: SOON, signal })
  }

  async function erase(erasure: Erasure): Promise<void> {
    const { _id, nobodyId, contactIds, channel, askedAt } = erasure
    const known = await contacts.get(_id)
    await contacts.put(nobody(nobodyId, { channel, createdAt: known?.createdAt ?? askedAt }, askedAt))
    await contacts.remove(contactIds, askedAt)
    failPoint('erase.contact')
    for (;;) {
      const some = await erasing.someClosedOf(contactIds)
      if (some.length === 0) break
      for (const id of some) await eraseConversation(id, erasure)
    }
    for (const id of contactIds) await forgetIn(id, erasure)
    await forgetParked.note(erasure)
    failPoint('erase.parked')
    if (!(await erasures.end(_id))) throw new Retryable('events about what is being erased are still being published')
    logger.info({ contactId: _id }, 'erased a contact')
  }

  async function eraseConversation(id: string, erasure: Erasure): Promise<void> {
    const loaded = await conversations.load(id)
    // messages that only stand in the outbox are stored again beside it while it is being published
    if (loaded && loaded.document.outbox.length > 0)
      throw new Retryable('events of a conversation are still being published')
    for (;;) {
      const messages = await erasing.notErased(id)
      if (messages.length === 0) break
      // first: afterwards nobody knows which files they had
      await erasures.tell(erasure._id, messagesErasedEntries(erasure, id, messages))
      failPoint('erase.told')
      await erasing.eraseMessages(messages)
      failPoint('erase.messages')
    }
    await removals.removeWords(id)
    const of = async () => {
      const contact = await contacts.get(erasure.nobodyId)
      return contact ? ok({ type: 'erase' as const, contact: refOf(contact) }) : reject('not-found', erasure.nobodyId)
    }
    await execute(id, of, { correlationId: erasure.correlationId })
  }

  /** For a conversation begun while the contact was being erased: only what was told since then stays. */
  async function forgetIn(contactId: string, { channel, askedAt, correlationId }: Erasure): Promise<void> {
    for (const { conversation } of await conversations.allOpenOf(contactId)) {
      const { externalId } = conversation.contact
      await contacts.hear({ id: contactId, channel, externalId, facts: {}, sentAt: askedAt })
    }
    await showContact(dependencies, contactId, { correlationId })
  }
}
