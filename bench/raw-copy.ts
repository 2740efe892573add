import type { Collection, Mongo } from '@inbox/storage'

/** What the baselines write of documents; they copy the rest as it is. */
interface Stored {
  _id: string
  version?: number
  unread?: number
  lastMessage?: object
  message?: object
  outbox?: { _id: string }[]
}

/** An empty collection with the same indexes, for raw baselines, and some of the documents. */
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

/** How often a second `write` can be done `count` times, `inFlight` at once. */
export async function rawRate(count: number, inFlight: number, write: (n: number) => Promise<void>): Promise<number> {
  let next = 0
  const writer = async () => {
    for (let n = next++; n < count; n = next++) await write(n)
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: inFlight }, writer))
  return count / ((performance.now() - begun) / 1000)
}
