import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Around, callsOf, spawnOne, startMedia } from './fixture.ts'

const MIB = 1024 ** 2
const LARGE = 100 * MIB
const stack = new AsyncDisposableStack()
let around: Around
let service: Awaited<ReturnType<typeof spawnOne>>

beforeAll(async () => {
  around = stack.use(await startMedia(import.meta.url, { MEDIA_MAX_BYTES: LARGE }))
  service = stack.use(await spawnOne(around.config, ''))
})
afterAll(() => stack.disposeAsync())

async function residentMib(which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${service.pid}/status`, 'utf8')
  return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(status)![1]) / 1024
}
function* zeros() {
  const piece = Buffer.alloc(MIB, 'x')
  for (let sent = 0; sent < LARGE; sent += MIB) yield piece
}

test('a file of 100 MB is received and served with at most 64 MB more of resident memory', async () => {
  const calls = callsOf(service.url)
  // warm up whatever the very first upload loads into memory
  await calls.upload('a small one')
  const before = await residentMib('VmRSS')
  const { status, body } = await calls.upload(Readable.toWeb(Readable.from(zeros())) as ReadableStream)
  expect([status, body.size]).toEqual([201, LARGE])
  let read = 0
  for await (const chunk of (await calls.get(body)).body!) read += chunk.length
  expect(read).toBe(LARGE)
  const more = (await residentMib('VmHWM')) - before
  console.info(`100 MB up and down: ${more.toFixed(0)} MB more resident`)
  expect(more).toBeLessThanOrEqual(64)
})
