import type { ChildProcess } from 'node:child_process'
import { startRecording } from '@inbox/history-checker'
import type { Mongo } from '@inbox/storage'
import { waitFor } from '@inbox/testing'
import mongoose from 'mongoose'
import { assertUnbroken } from './assert-unbroken.ts'
import type { Figure } from './figure.ts'
import { inTurns, median } from './in-turns.ts'
import { secondsOfAll, watchProcesses } from './processor.ts'
import { openQueueUnderLoad } from './queue-under-load.ts'
import { rawCopy, rawRate } from './raw-copy.ts'

const MESSAGES = 6000
const TURNS = 3
const PER_CONTACT = 10
const IN_FLIGHT = 100
const TEXT = 'a message of a usual length, as customers write them when they need something'

/**
 * G5: from messages waiting in the broker to stored and visible, with 1, 2 and 3 queue processes. On few cores more
 * processes share the same time, so the cost of a message says more than the rate.
 */
export async function inbound(): Promise<Figure[]> {
  await using queue = await openQueueUnderLoad('bench_inbound', { departments: ['sales'], agents: 0 })
  const others: ({ child: ChildProcess } & AsyncDisposable)[] = []
  const figures: Figure[] = []
  const recording = await startRecording(queue.system, [])
  try {
    const accepted = new Set<string>()
    let drained = 0
    const database = await processOf(queue.system.stores.mongodbUrl)
    let [busy, busyOfRaw] = ['', '']
    let costs: number[] = []
    const queues = () => [queue.system.pid('queue'), ...others.map(({ child }) => child.pid)]
    const watch = () =>
      watchProcesses({
        queue: queues(),
        database: [database],
        bench: [process.pid]
      })
    const measures = {
      drained: () =>
        secondsOfAll(queues()).then(async before => {
          const { rate, told } = await drain(queue, others, `nr-${++drained}`, accepted, watch)
          costs.push((((await secondsOfAll(queues())) - before) * 1000) / MESSAGES)
          busy = told
          return rate
        })
    }
    const bound = async () => {
      const told = await watch()
      const rate = await rawWrites(queue.mongo)
      busyOfRaw = await told()
      return rate
    }
    await measures.drained()
    for (const processes of [1, 2, 3]) {
      if (processes > 1) others.push(await queue.another())
      costs = []
      const turns = await inTurns(TURNS, bound, measures)
      figures.push({
        goal: 'G5',
        what: `inbound to stored and visible, ${processes} queue ${processes === 1 ? 'process' : 'processes'}`,
        measured: `${turns.measured.drained}; ${median(costs).toFixed(2)} ms of queue’s processor time per message`,
        target: '≥ 0.5 x raw; ≤ 0.4 ms',
        beside: `${MESSAGES / PER_CONTACT} new contacts in turn, ${PER_CONTACT} messages each; raw conditional update and insert of the same documents, ${IN_FLIGHT} in flight: ${turns.bound}; last turn: ${busy}; during raw: ${busyOfRaw}`
      })
    }
    await assertUnbroken(queue.system, recording, accepted)
    return figures
  } finally {
    for (const other of others) await other[Symbol.asyncDispose]()
  }
}

/** Messages per second; all are waiting in the broker before the first is taken. */
async function drain(
  { system, mongo, post }: Awaited<ReturnType<typeof openQueueUnderLoad>>,
  others: { child: ChildProcess }[],
  name: string,
  accepted: Set<string>,
  watch: () => Promise<() => Promise<string>>
): Promise<{ rate: number; told: string }> {
  const messages = mongo.collection('messages')
  // an estimate, as counting would cost the database more the longer the bench runs
  const before = await messages.estimatedDocumentCount()
  system.pause('queue')
  for (const { child } of others) child.kill('SIGSTOP')
  const posts = Array.from({ length: MESSAGES }, (_, n) => post(`${name}-${n % (MESSAGES / PER_CONTACT)}`, TEXT))
  for (const id of await Promise.all(posts)) accepted.add(id)
  const told = await watch()
  const begun = performance.now()
  system.resume('queue')
  for (const { child } of others) child.kill('SIGCONT')
  await waitFor(async () => (await messages.estimatedDocumentCount()) - before >= MESSAGES, { timeoutMs: 120_000 })
  const rate = MESSAGES / ((performance.now() - begun) / 1000)
  return { rate, told: await told() }
}

/** The pid of the process that does a database's work. */
async function processOf(mongodbUrl: string): Promise<number> {
  const client = await mongoose.mongo.MongoClient.connect(mongodbUrl)
  try {
    return (await client.db('admin').command({ serverStatus: 1 })).pid
  } finally {
    await client.close()
  }
}

/** Messages per second with only the two writes that each needs: the message, and its conversation conditionally. */
async function rawWrites(mongo: Mongo): Promise<number> {
  const some = MESSAGES / PER_CONTACT
  const [conversations, messages] = [
    await rawCopy(mongo, 'conversations', some),
    await rawCopy(mongo, 'messages', some)
  ]
  await conversations.copy.insertMany(conversations.samples)
  const rate = await rawRate(MESSAGES, IN_FLIGHT, async n => {
    const message = messages.samples[n % messages.samples.length]!
    const { _id } = conversations.samples[n % conversations.samples.length]!
    await conversations.copy.findOneAndUpdate(
      { _id, version: { $gte: 0 } },
      { $inc: { version: 1, unread: 1 }, $set: { lastMessage: { preview: TEXT, at: new Date() }, message } },
      { projection: { outbox: 1 } }
    )
    await messages.copy.insertOne({ ...message, _id: `${message._id}-${n}` })
  })
  await Promise.all([conversations.copy.drop(), messages.copy.drop()])
  return rate
}
