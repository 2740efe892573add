import { directoryAudited, signInEnded } from '@inbox/contracts'
import {
  type Aggregate,
  type Collection,
  type Entry,
  type IndexOf,
  type OutboxOptions,
  openAggregates,
  openOutbox,
  storageCall
} from '@inbox/storage'
import type { Tokens } from '../domain/refresh.ts'
import type { Audit } from './audit.ts'

/** One sign-in and the refresh tokens that follow from it. */
export interface SignInDocument extends Aggregate, Tokens {
  agentId: string
  /** The agent's when it began: a newer one ends the sign-in. */
  credentialsVersion: number
  startedAt: Date
  /** Set once it has ended; it is kept until its access tokens have expired. */
  endedAt?: Date
}

interface Options extends Pick<OutboxOptions<SignInDocument>, 'collection' | 'publish' | 'clock' | 'logger'> {
  audit: Pick<Audit, 'recordEvents'>
}

const indexes: IndexOf[] = [
  { key: { expiresAt: 1 }, name: 'expired', expireAfterSeconds: 0 },
  { key: { endedAt: 1 }, name: 'ended', partialFilterExpression: { endedAt: { $exists: true } } }
]

/** Active sign-ins and those just ended; the database removes expired ones. */
export async function openSignIns({ audit, ...options }: Options) {
  const { collection } = options
  await adopt(collection)
  const outbox = openOutbox({ ...options, types: [signInEnded, directoryAudited], record: audit.recordEvents })
  const aggregates = await openAggregates(collection, outbox, indexes)
  return {
    load: aggregates.load,
    /** Waits until its audit entry is recorded. */
    begin: async (signIn: Omit<SignInDocument, 'version' | 'outbox'>, entries: Entry[]) => {
      const { recorded } = await aggregates.insert({ ...signIn, version: 1, outbox: entries })
      await recorded
    },
    /** False if it has changed since it was loaded as `before`. */
    commit: async (
      before: SignInDocument,
      changed: Partial<SignInDocument>,
      entries: Entry[] = []
    ): Promise<boolean> => {
      const committed = await aggregates.commit(before, { ...before, ...changed }, entries)
      if (committed === 'conflict') return false
      await committed.recorded
      return true
    },
    ended: () =>
      storageCall(
        () => collection.find({ endedAt: { $exists: true } }).toArray() as unknown as Promise<SignInDocument[]>
      ),
    [Symbol.asyncDispose]: () => outbox[Symbol.asyncDispose]()
  }
}
export type SignIns = Awaited<ReturnType<typeof openSignIns>>

export const isOver = ({ endedAt, expiresAt }: SignInDocument, now: Date): boolean =>
  endedAt !== undefined || now >= expiresAt

/** Migrates sign-ins from before they had versions, when each had one valid token at a time. */
async function adopt(collection: Collection<SignInDocument>): Promise<void> {
  const old = { version: { $exists: false } }
  for (const { _id, current, previous } of await storageCall(() => collection.find(old).toArray())) {
    const tokens = { current: [current].flat(), ...(previous && { previous: [previous].flat() }) }
    const set = { version: 1, outbox: [], credentialsVersion: 0, ...tokens }
    await storageCall(() => collection.updateOne({ _id, version: { $exists: false } }, { $set: set }))
  }
}
