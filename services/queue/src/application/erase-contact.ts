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
  forgetParked: ForgetParked
  clock: Clock
  logger: Logger
}

const SOON = { first: 50, most: 500 }
const TIMEOUT_MS = 5000

export interface EraseContact extends AsyncDisposable {
  /** Has a contact erased from now on; refused while a conversation with them is open. */
  ask(id: string, by: AuditActor, origin: Origin): Promise<Result<Erasure, Rejection>>
  /** Goes on with all that are under way, as far as it gets now. */
  goOn(): Promise<void>
}

/**
 * Erasing goes in steps that may each be the last of a process, and that another may take beside it: (1) what is known of the
 * contact goes, so that whoever writes under their name from then on is somebody new; (2) of each conversation that is closed, what
 * was said goes, and then it becomes one of nobody: only that says that it is done; (3) what lies parked of them goes, so that
 * nobody brings it back; (4) the erasure itself goes.
 */
export function createEraseContact(dependencies: Dependencies): EraseContact {
  const { contacts, conversations, erasures, erasing, removals, execute, forgetParked, clock, logger } = dependencies
  const stop = new AbortController()
  const underWay = new Set<Promise<void>>()
  const begin = (erasure: Erasure) => {
    const finishing = finish(erasure)
      .catch(error => logger.warn({ err: error, contactId: erasure._id }, 'a contact is erased later'))
      .finally(() => underWay.delete(finishing))
    underWay.add(finishing)
  }

  return {
    async ask(id, by, origin) {
      const contact = await contacts.get(id)
      if (!contact || contact.erasedAt) {
        const underWay = await erasures.get(id)
        return underWay ? ok(underWay) : reject('not-found', 'There is no such contact')
      }
      const [open] = await conversations.allOpenOf(contact.id)
      if (open) {
        const { conversation } = open
        const detail = `Conversation ${conversation.referenceNumber} with them is ${conversation.status}: it has to be closed first`
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
      begin(begun)
      return ok(begun)
    },
    async goOn() {
      for (const id of await erasures.underWay()) {
        const erasure = await erasures.get(id)
        if (erasure) await finish(erasure)
      }
      await forgetParked.onceMore()
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the process is ending'))
      await Promise.all(underWay)
    }
  }

  /** What is still being told of holds it up for a moment. */
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
    await forgetParked.now(erasure)
    failPoint('erase.parked')
    if (!(await erasures.end(_id))) throw new Retryable('what is erased is still being told')
    logger.info({ contactId: _id }, 'a contact was erased')
  }

  async function eraseConversation(id: string, erasure: Erasure): Promise<void> {
    const loaded = await conversations.load(id)
    // what stands there alone is stored beside it again while it is being told
    if (loaded && loaded.document.outbox.length > 0) throw new Retryable('a conversation is still being told of')
    for (;;) {
      const messages = await erasing.notErased(id)
      if (messages.length === 0) break
      // before: afterwards nobody knows any more which files they had
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

  /** Of a conversation that was begun while they were being erased: only what was told since then stays. */
  async function forgetIn(contactId: string, { channel, askedAt, correlationId }: Erasure): Promise<void> {
    for (const { conversation } of await conversations.allOpenOf(contactId)) {
      const { externalId } = conversation.contact
      await contacts.hear({ id: contactId, channel, externalId, facts: {}, sentAt: askedAt })
    }
    await showContact(dependencies, contactId, { correlationId })
  }
}
