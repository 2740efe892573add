import { isDeepStrictEqual } from 'node:util'
import type { ContactChange } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import {
  type Collection,
  ensureIndexes,
  findById,
  insertEach,
  insertMissing,
  isDuplicateKey,
  storageCall
} from '@inbox/storage'
import {
  type ContactState,
  contactIdOf,
  edited,
  heard,
  joinedWith,
  named,
  type SenderUpdate
} from '../domain/contact.ts'

export type ContactDocument = Omit<ContactState, 'id'> & { _id: string }

/** Everybody who ever wrote, and all other names of theirs: one document per channel and external id. */
export interface Contacts {
  /** Follows merges: also accepts the id of a contact merged into another. */
  get(id: string): Promise<ContactState | null>
  /** The current id of the contact with this id. */
  idOf(id: string): Promise<string>
  /** The same as far as this process knows, without any query. */
  rememberedIdOf(id: string): string
  /** The merged contacts on the way from this id to the contact it now stands for. */
  mergedOnTheWay(id: string): Promise<ContactState[]>
  /** Records what a message reveals; writes only if that is new. */
  hear(news: SenderUpdate): Promise<ContactState>
  /** `ifMatch`: the version that the edit is based on, if it must still be current. */
  edit(id: string, change: ContactChange, ifMatch?: number): Promise<Result<ContactState, Rejection>>
  /** Makes an unused name one of the contact's; false = somebody has written under it. */
  addName(contact: ContactState, externalId: string): Promise<boolean>
  /** Merges `contact` into an older one; false = it has changed meanwhile. */
  mergeInto(contact: ContactState, olderId: string): Promise<boolean>
  /** Adds what was known of others to the contact they turned out to be. */
  join(id: string, others: readonly ContactState[]): Promise<void>
  /** Confirms names as the contact's. */
  confirmNames(id: string, names: readonly string[]): Promise<ContactState>
  /** All contacts merged into the one with this id, directly or indirectly. */
  mergedInto(id: string): Promise<ContactState[]>
  /** Stores a contact as is, unless the id exists. */
  put(contact: ContactState): Promise<void>
  /** Removes those of these ids that are not newer. */
  remove(ids: readonly string[], until: Date): Promise<void>
}

const TRIES = 50
const MAX_REMEMBERED = 10_000

export async function openContacts(collection: Collection<ContactDocument>, clock: Clock): Promise<Contacts> {
  await ensureIndexes(collection, [{ key: { mergedInto: 1 }, name: 'merged', sparse: true }])
  const find = findById(collection)
  const insert = insertEach(collection)
  const insertOnce = insertMissing(collection)
  // a merge is final
  const mergedInto = new Map<string, string>()
  const remember = (id: string, into: string) => {
    if (mergedInto.size >= MAX_REMEMBERED) mergedInto.delete(mergedInto.keys().next().value!)
    mergedInto.set(id, into)
  }
  const wayFrom = async (id: string): Promise<{ merged: ContactState[]; contact: ContactState | null }> => {
    const merged: ContactState[] = []
    for (let next = id; ; ) {
      const document = await find(next)
      if (document?.mergedInto === undefined) return { merged, contact: document && toContact(document) }
      merged.push(toContact(document))
      remember(next, document.mergedInto)
      next = document.mergedInto
    }
  }
  const get = async (id: string) => (await wayFrom(id)).contact
  /** Writes what differs; undefined = somebody else was first, so the attempt starts over from get. */
  const save = async (before: ContactState | null, next: ContactState): Promise<ContactState | undefined> => {
    if (before && saysTheSame(before, next)) return before
    const { id, ...fields } = { ...next, version: next.version + 1 }
    try {
      if (!before) await insert({ _id: id, ...fields })
      else {
        const replaced = () => collection.replaceOne({ _id: id, version: next.version }, fields)
        if ((await storageCall(replaced)).matchedCount === 0) return undefined
      }
      return { ...fields, id }
    } catch (error) {
      if (isDuplicateKey(error)) return undefined
      throw error
    }
  }

  const change = (id: string, next: (before: ContactState) => ContactState) =>
    untilSaved(async () => {
      const before = await get(id)
      if (!before) throw new Retryable('a contact has not been stored yet')
      return save(before, next(before))
    })

  return {
    get,
    idOf: async id => {
      const { merged, contact } = await wayFrom(id)
      return contact?.id ?? merged.at(-1)?.mergedInto ?? id
    },
    rememberedIdOf: id => {
      let known = id
      for (let next = mergedInto.get(known); next !== undefined; next = mergedInto.get(known)) known = next
      return known
    },
    mergedOnTheWay: async id => (await wayFrom(id)).merged,
    hear: news =>
      untilSaved(async () => {
        const before = await get(news.id)
        return save(before, heard(before, { ...news, id: before?.id ?? news.id }, clock.now()))
      }),
    edit: (id, change, ifMatch) =>
      untilSaved(async () => {
        const before = await get(id)
        if (!before) return reject('not-found', 'No such contact')
        if (before.erasedAt) return reject('not-found', 'This contact has been erased')
        const { version } = before
        if (ifMatch !== undefined && ifMatch !== version)
          return reject('precondition-failed', `The current version is ${version}`, { version })
        const saved = await save(before, edited(before, change))
        return saved && ok(saved)
      }),
    addName: async ({ id, channel }, externalId) => {
      const name = { id: contactIdOf(channel.id, externalId), channel, externalId, mergedInto: id }
      const nothing = { version: 0, told: {}, toldAt: new Date(0), edited: {}, createdAt: clock.now() }
      return (await save(null, { ...name, ...nothing })) !== undefined
    },
    mergeInto: async (contact, olderId) => (await save(contact, { ...contact, mergedInto: olderId })) !== undefined,
    join: async (id, others) => void (await change(id, before => others.reduce(joinedWith, before))),
    confirmNames: (id, names) => change(id, before => named(before, names)),
    async mergedInto(id) {
      const all: ContactState[] = []
      for (let into = [id]; into.length > 0; ) {
        const found = await storageCall(() => collection.find({ mergedInto: { $in: into } }).toArray())
        const these = (found as unknown as ContactDocument[]).map(toContact)
        all.push(...these)
        into = these.map(each => each.id)
      }
      return all
    },
    put: ({ id, ...fields }) => insertOnce({ _id: id, ...fields }),
    async remove(ids, until) {
      for (const [merged, into] of mergedInto) if (ids.includes(into)) mergedInto.delete(merged)
      await storageCall(() => collection.deleteMany({ _id: { $in: [...ids] }, createdAt: { $lte: until } }))
    }
  }
}

async function untilSaved<Saved>(attempt: () => Promise<Saved | undefined>): Promise<Saved> {
  for (let tries = 0; tries < TRIES; tries++) {
    const saved = await attempt()
    if (saved) return saved
  }
  throw new Retryable('a contact keeps changing')
}

const saysTheSame = (a: ContactState, b: ContactState): boolean =>
  isDeepStrictEqual(
    [a.channel, a.externalId, a.aliases, a.mergedInto, a.told, a.edited],
    [b.channel, b.externalId, b.aliases, b.mergedInto, b.told, b.edited]
  )

const toContact = ({ _id, ...fields }: ContactDocument): ContactState => ({ ...fields, id: _id })
