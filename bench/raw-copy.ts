import type { Collection, Mongo } from '@inbox/storage'

/** The fields that baselines write; they copy the rest of documents unchanged. */
interface Stored {
  _id: string
  version?: number
  unread?: number
  lastMessage?: object
  message?: object
  outbox?: { _id: string }[]
}

/** An empty collection with the same indexes, for raw baselines, and some documents. */
export async function rawCopy(
  mongo: Mongo,
  name: string,
  count: number
): Promise<{ copy: Collection<Stored>; samples: Stored[] }> {
  const original = mongo.collection<Stored>(name)
  const copy = mongo.collection<Stored>(`raw_${name}`)
  const samples = (await original.find({}, { limit: count }).toArray()) as Stored[]
  const indexes = (await original.indexes()).filter(({ name: index }) => index !== '_id_')
  await copy.createIndexes(indexes.map(({ v, ns, ...index }) => index))
  return { copy, samples }
}

/** How many `write`s per second are possible, measured over `count` of them, `inFlight` at once. */
export async function rawRate(count: number, inFlight: number, write: (n: number) => Promise<void>): Promise<number> {
  let next = 0
  const writer = async () => {
    for (let n = next++; n < count; n = next++) await write(n)
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: inFlight }, writer))
  return count / ((performance.now() - begun) / 1000)
}
