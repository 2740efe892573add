import { isDeepStrictEqual } from 'node:util'
import type { ContactChange } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import { type Collection, findById, isDuplicateKey, storageCall } from '@inbox/storage'
import { type ContactState, edited, heard, type News } from '../domain/contact.ts'

export type ContactDocument = Omit<ContactState, 'id'> & { _id: string }

/** Everybody who ever wrote: one document per channel and external id. */
export interface Contacts {
  get(id: string): Promise<ContactState | null>
  /** Takes in what a message tells; writes only if that is new. */
  hear(news: News): Promise<ContactState>
  /** `ifMatch`: the version that the edit rests on, if it must be the current one. */
  edit(id: string, change: ContactChange, ifMatch?: number): Promise<Result<ContactState, Rejection>>
}

const TRIES = 50

export function openContacts(collection: Collection<ContactDocument>, clock: Clock): Contacts {
  const find = findById(collection)
  const get = async (id: string) => {
    const document = await find(id)
    return document && toContact(document)
  }
  /** Writes what differs; undefined = somebody else was first, and the attempt starts again from get. */
  const save = async (before: ContactState | null, next: ContactState): Promise<ContactState | undefined> => {
    if (before && saysTheSame(before, next)) return before
    const { id, ...fields } = { ...next, version: next.version + 1 }
    const written = () => collection.replaceOne({ _id: id, version: next.version }, fields, { upsert: !before })
    try {
      const { matchedCount, upsertedCount } = await storageCall(written)
      return matchedCount + upsertedCount > 0 ? { ...fields, id } : undefined
    } catch (error) {
      if (isDuplicateKey(error)) return undefined
      throw error
    }
  }

  return {
    get,
    hear: news =>
      untilSaved(async () => {
        const before = await get(news.id)
        return save(before, heard(before, news, clock.now()))
      }),
    edit: (id, change, ifMatch) =>
      untilSaved(async () => {
        const before = await get(id)
        if (!before) return reject('not-found', 'There is no such contact')
        const { version } = before
        if (ifMatch !== undefined && ifMatch !== version)
          return reject('precondition-failed', `Version ${version} is current`, { version })
        const saved = await save(before, edited(before, change))
        return saved && ok(saved)
      })
  }
}

async function untilSaved<Saved>(attempt: () => Promise<Saved | undefined>): Promise<Saved> {
  for (let tries = 0; tries < TRIES; tries++) {
    const saved = await attempt()
    if (saved) return saved
  }
  throw new Retryable('a contact changes too fast')
}

const saysTheSame = (a: ContactState, b: ContactState): boolean =>
  isDeepStrictEqual([a.channel, a.told, a.edited], [b.channel, b.told, b.edited])

const toContact = ({ _id, ...fields }: ContactDocument): ContactState => ({ ...fields, id: _id })
