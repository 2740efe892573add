import type { ChildProcess } from 'node:child_process'
import type { Collection, Mongo } from '@inbox/storage'
import { recordRun, waitFor } from '@inbox/testing'
import { assertUnbroken } from './assert-unbroken.ts'
import { type Figure, perSecond, ratio } from './figure.ts'
import { openQueueUnderLoad } from './queue-under-load.ts'

const MESSAGES = 6000
const PER_CONTACT = 10
const IN_FLIGHT = 100
const TEXT = 'a message of a usual length, as customers write them when they need something'

type Stored = Record<string, unknown> & { _id: string }

/** G5: from messages waiting in the broker to stored and visible, with 1, 2 and 3 queue processes. */
export async function inbound(): Promise<Figure[]> {
  await using queue = await openQueueUnderLoad('bench_inbound', { departments: ['sales'], agents: 0 })
  const others: ({ child: ChildProcess } & AsyncDisposable)[] = []
  const figures: Figure[] = []
  const recording = await recordRun(queue.constellation, [])
  try {
    const accepted = new Set<string>()
    await drain(queue, others, 'warm', accepted)
    for (const processes of [1, 2, 3]) {
      if (processes > 1) others.push(await queue.another())
      const before = await rawWrites(queue.mongo)
      const rate = await drain(queue, others, `with-${processes}`, accepted)
      const bound = (before + (await rawWrites(queue.mongo))) / 2
      figures.push({
        goal: 'G5',
        what: `inbound to stored and visible, ${processes} queue ${processes === 1 ? 'process' : 'processes'}`,
        measured: `${perSecond(rate)} = ${ratio(rate, bound)}`,
        target: '≥ 0.5 x raw',
        beside: `${MESSAGES / PER_CONTACT} new contacts in turn, ${PER_CONTACT} messages each; raw conditional update and insert of the same documents, ${IN_FLIGHT} in flight: ${perSecond(bound)}`
      })
    }
    await assertUnbroken(queue.constellation, recording, accepted)
    return figures
  } finally {
    for (const other of others) await other[Symbol.asyncDispose]()
  }
}

/** Messages per second: all wait in the broker before the first is taken. */
async function drain(
  { constellation, mongo, post }: Awaited<ReturnType<typeof openQueueUnderLoad>>,
  others: { child: ChildProcess }[],
  name: string,
  accepted: Set<string>
): Promise<number> {
  const messages = mongo.collection('messages')
  const before = await messages.countDocuments({})
  constellation.pause('queue')
  for (const { child } of others) child.kill('SIGSTOP')
  const posts = Array.from({ length: MESSAGES }, (_, n) => post(`${name}-${n % (MESSAGES / PER_CONTACT)}`, TEXT))
  for (const id of await Promise.all(posts)) accepted.add(id)
  const begun = performance.now()
  constellation.resume('queue')
  for (const { child } of others) child.kill('SIGCONT')
  await waitFor(async () => (await messages.countDocuments({})) - before >= MESSAGES, { timeoutMs: 120_000 })
  return MESSAGES / ((performance.now() - begun) / 1000)
}

/** Messages per second when only the two writes that each needs are made: the message, and its conversation on condition. */
async function rawWrites(mongo: Mongo): Promise<number> {
  const [conversations, messages] = await Promise.all([copyOf(mongo, 'conversations'), copyOf(mongo, 'messages')])
  let next = 0
  const writer = async () => {
    for (let n = next++; n < MESSAGES; n = next++) {
      const message = messages.samples[n % messages.samples.length]!
      const { _id } = conversations.samples[n % conversations.samples.length]!
      await conversations.copy.findOneAndUpdate(
        { _id, version: { $gte: 0 } } as never,
        { $inc: { version: 1, unread: 1 }, $set: { lastMessage: { preview: TEXT, at: new Date() }, message } } as never,
        { projection: { outbox: 1 } }
      )
      await messages.copy.insertOne({ ...message, _id: `${message._id}-${n}` } as never)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: IN_FLIGHT }, writer))
  const rate = MESSAGES / ((performance.now() - begun) / 1000)
  await Promise.all([conversations.copy.drop(), messages.copy.drop()])
  return rate
}

/** A collection with the same indexes, and some of the same documents. */
async function copyOf(mongo: Mongo, name: string): Promise<{ copy: Collection<Stored>; samples: Stored[] }> {
  const original = mongo.collection<Stored>(name)
  const copy = mongo.collection<Stored>(`raw_${name}`)
  const samples = (await original.find({}, { limit: MESSAGES / PER_CONTACT }).toArray()) as Stored[]
  const indexes = (await original.indexes()).filter(({ name: index }) => index !== '_id_')
  await copy.createIndexes(indexes.map(({ v, ns, ...index }) => index) as never)
  if (name === 'conversations') await copy.insertMany(samples)
  return { copy, samples }
}
