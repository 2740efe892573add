/**
 * Measures the embedded development database through mongoose's driver over TCP, with durability on:
 * 100,000 documents of about 600 bytes, three indexes. Prints figures beside their targets.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { nodeProgram } from '@inbox/devstack'
import type mongoose from 'mongoose'

const library = new URL('../libs/embedded-mongo/', import.meta.url)
const { mongo } = createRequire(library)('mongoose') as typeof mongoose
const count = 100_000
const inFlight = 16
const updates = 20_000

type Order = {
  _id: string
  departmentId: string
  status: string
  version: number
  contactId: string
  at: Date
  text: string
}

const dataDir = mkdtempSync(join(tmpdir(), 'bench-embedded-mongo-'))

async function start(): Promise<{ child: ChildProcess; uri: string; ms: number }> {
  const started = performance.now()
  const { command, args, env } = nodeProgram(fileURLToPath(new URL('src/main.ts', library)), {
    ...process.env,
    EMBEDDED_MONGO_DATA_DIR: dataDir,
    EMBEDDED_MONGO_PORT: '0'
  })
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await once(createInterface({ input: child.stdout! }), 'line')
  return { child, uri: String(line).replace('listening ', ''), ms: performance.now() - started }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const document = (i: number): Order => ({
  _id: `018f${i.toString(16).padStart(28, '0')}`,
  departmentId: `department-${i % 50}`,
  status: ['queued', 'offered', 'ongoing', 'closed'][i % 4]!,
  version: 0,
  contactId: `contact-${i % 30_000}`,
  at: new Date(1_700_000_000_000 + i * 1000),
  text: `${i} `.padEnd(400, 'lorem ipsum dolor ')
})

/** Prints a server's memory in megabytes: the whole process, and its heap including garbage not collected yet. */
async function printMemory(when: string, uri: string): Promise<void> {
  const client = await mongo.MongoClient.connect(uri)
  const { mem } = await client.db('admin').command({ serverStatus: 1 })
  await client.close()
  print(`memory after ${when}, whole process`, mem.resident, 'MB', { limit: 220, better: 'less' })
  print('  its heap alone', mem.heap, 'MB')
}

/** The seconds of processor time used by a process, which on a busy machine say more than elapsed time. */
function processorSeconds(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Prints a figure and, if there is a target, its ratio to that; above 1 is better than required. */
function print(what: string, value: number, unit: string, target?: { limit: number; better: 'more' | 'less' }): void {
  const ratio = target && (target.better === 'more' ? value / target.limit : target.limit / value)
  const verdict = target ? `target ${target.limit}, ratio ${ratio!.toFixed(2)}` : ''
  console.log(`${what.padEnd(58)} ${value.toFixed(2).padStart(10)} ${unit.padEnd(12)} ${verdict}`)
}

async function measureUpdates(rows: mongoose.mongo.Collection<Order>): Promise<number> {
  let next = 0
  const started = performance.now()
  const client = async () => {
    for (let i = next++; i < updates; i = next++) {
      const contactId = `contact-${(i * 7919) % 30_000}`
      await rows.findOneAndUpdate(
        { contactId },
        { $inc: { version: 1 }, $set: { status: 'offered' } },
        { returnDocument: 'after' }
      )
    }
  }
  await Promise.all(Array.from({ length: inFlight }, client))
  return updates / ((performance.now() - started) / 1000)
}

/** Microseconds per document examined in a search without an index for 500 values of which hardly any match. */
async function measureIn(rows: mongoose.mongo.Collection<Order>): Promise<number> {
  const text = Array.from({ length: 500 }, (_, i) => `no text ${i}`)
  const stats = (await rows.find({ text: { $in: text } }).explain('executionStats')).executionStats
  const rounds = 10
  const started = performance.now()
  for (let i = 0; i < rounds; i++) await rows.find({ text: { $in: text } }).toArray()
  return ((performance.now() - started) * 1000) / rounds / stats.totalDocsExamined
}

async function measureIndexedIn(rows: mongoose.mongo.Collection<Order>): Promise<number> {
  const ids = Array.from({ length: 500 }, (_, i) => document(i * 199)._id)
  const rounds = 50
  const started = performance.now()
  for (let i = 0; i < rounds; i++) await rows.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray()
  return (performance.now() - started) / rounds
}

const first = await start()
const client = await mongo.MongoClient.connect(first.uri, { maxPoolSize: inFlight })
const rows = client.db('bench').collection<Order>('orders')
await rows.createIndexes([
  { key: { contactId: 1 } },
  { key: { departmentId: 1, status: 1, at: 1 } },
  { key: { at: -1 } }
])
const loadStarted = performance.now()
for (let i = 0; i < count; i += 1000) await rows.insertMany(Array.from({ length: 1000 }, (_, j) => document(i + j)))
const loadMs = performance.now() - loadStarted
const bytes = mongo.BSON.calculateObjectSize(document(50_000))
console.log(
  `${count} documents of ${bytes} bytes, 3 indexes besides _id; load average ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`
)
print('empty start', first.ms / 1000, 's')
print('insertMany in thousands', count / (loadMs / 1000), 'docs/s')
await measureUpdates(rows)
const before = processorSeconds(first.child)
print(`findOneAndUpdate by index, ${inFlight} in flight`, await measureUpdates(rows), 'ops/s', {
  limit: 3500,
  better: 'more'
})
print('  the same by processor time of the server alone', updates / (processorSeconds(first.child) - before), 'ops/s')
print('$in of 500 without index', await measureIn(rows), 'us/document', { limit: 1, better: 'less' })
print('$in of 500 by index', await measureIndexedIn(rows), 'ms')
await printMemory('load and updates', first.uri)
await client.close()
await stop(first.child)
const second = await start()
print('reload (whole start of the process)', second.ms / 1000, 's', { limit: 2, better: 'less' })
print('  the same by processor time', processorSeconds(second.child), 's')
await printMemory('reload', second.uri)
await stop(second.child)
rmSync(dataDir, { recursive: true })
