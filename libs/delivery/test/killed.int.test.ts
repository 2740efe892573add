import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testProgram } from '@inbox/devstack'
import { type Isolated, isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openSender } from './provider.ts'

/** Where the process dies, and how its delivery ends if the receiver would not recognise a repetition. */
const POINTS = {
  'before the attempt has begun': { failPoint: 'storage.beforeCommit#1', ending: 'sent', calls: 1 },
  'when the attempt has begun': { failPoint: 'storage.afterCommit#1', ending: 'uncertain', calls: 0 },
  'when the receiver has taken it': { failPoint: 'delivery.afterSend#1', ending: 'uncertain', calls: 1 },
  'before that is stored': { failPoint: 'storage.beforeCommit#2', ending: 'uncertain', calls: 1 },
  'before that is told': { failPoint: 'storage.afterCommit#2', ending: 'sent', calls: 1 },
  'when that is told': { failPoint: 'outbox.afterPublish#1', ending: 'sent', calls: 1 }
} as const
type Point = keyof typeof POINTS
const points = Object.keys(POINTS) as Point[]

const sender = new URL('./sender.ts', import.meta.url).href
let stores: Isolated
let folder: string
beforeAll(async () => {
  stores = await isolate(import.meta.url)
  folder = await mkdtemp(join(tmpdir(), 'deliveries-'))
})
afterAll(async () => {
  await stores?.remove()
  await rm(folder, { recursive: true })
})

/**
 * Kills the first process at a point; a second one gets the same request, and the line's next one. `waited`: it was
 * already stored, by a process that does not handle it.
 */
async function killedAt(point: Point, idempotent: boolean, waited = false) {
  const name = `${points.indexOf(point)}_${idempotent}_${waited}`
  const [database, file] = [`${stores.database}_${name}`, join(folder, name)]
  if (waited) {
    await using storing = await openSender({ url: stores.mongodbUrl, database, file, idempotent, kinds: [] })
    await storing.add('m1')
  }
  const { command, args, env } = testProgram(sender, { ...process.env, FAIL_POINT: POINTS[point].failPoint })
  const child = spawn(command, [...args, stores.mongodbUrl, database, file, String(idempotent)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  await using next = await openSender({ url: stores.mongodbUrl, database, file, idempotent })
  await next.add('m1')
  await next.add('m2')
  await waitFor(() => next.told.some(told => told.startsWith('m2')), { timeoutMs: 30_000 })
  const calls = (await readFile(file, 'utf8')).trim().split('\n')
  const m1 = await next.stored('m1')
  return { signal, calls, ending: m1?.ending?.kind, attempts: m1?.attempts ?? 0 }
}

/** The points at which the receiver may have it already. */
const taken = ['when the receiver has taken it', 'before that is stored', 'before that is told'] as const

test('I15, I16: what may have been received when a process was killed is sent again to a receiver that recognises it, before what follows', async () => {
  const all = await Promise.all(taken.map(point => killedAt(point, true)))
  expect(all.map(({ signal, ending }) => [signal, ending])).toEqual(taken.map(() => ['SIGKILL', 'sent']))
  for (const { calls, attempts } of all) {
    expect(calls.at(-1)).toBe('m2')
    expect(calls.slice(0, -1)).toEqual(calls.slice(0, -1).map(() => 'm1'))
    expect(calls.length - 1).toBeLessThanOrEqual(attempts)
  }
}, 60_000)

test.each([
  ['what leaves at once', false],
  ['what has waited', true]
])(
  'I15, I17: it is never sent twice to one that does not, but ends as uncertain, and what follows leaves: %s',
  async (_, waited) => {
    const all = await Promise.all(points.map(point => killedAt(point, false, waited)))
    expect(all.map(({ signal, ending, calls }) => ({ signal, ending, calls }))).toEqual(
      points.map(point => ({
        signal: 'SIGKILL',
        ending: POINTS[point].ending,
        calls: [...Array.from({ length: POINTS[point].calls }, () => 'm1'), 'm2']
      }))
    )
  },
  60_000
)
