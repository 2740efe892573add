import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testProgram } from '@inbox/devstack'
import { type Isolated, isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { openLedger } from './ledger.ts'

const COMMANDS = 4
const failPoints = [
  'storage.beforeCommit',
  'storage.afterCommit',
  'outbox.afterRecord',
  'outbox.afterPublish',
  'outbox.afterTrim'
]
const writer = new URL('./crashing-writer.ts', import.meta.url).href

let stores: Isolated
let folder: string
beforeAll(async () => {
  stores = await isolate(import.meta.url)
  folder = await mkdtemp(join(tmpdir(), 'outbox-crash-'))
})
afterAll(async () => {
  await stores.remove()
  await rm(folder, { recursive: true })
})

async function run(database: string, file: string, failPoint: string): Promise<string | null> {
  const { command, args, env } = testProgram(writer, { ...process.env, FAIL_POINT: failPoint })
  const child = spawn(command, [...args, stores.mongodbUrl, database, file, String(COMMANDS)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return signal
}

it.each(failPoints)(
  'I11, I13: a process killed -9 at the first or third pass of any point loses no event and applies no command twice: %s',
  async failPoint => {
    const database = `${stores.database}_${failPoint.replace('.', '_')}`
    const file = join(folder, failPoint)
    expect(await run(database, file, `${failPoint}#1`)).toBe('SIGKILL')
    expect(await run(database, file, `${failPoint}#3`)).toBe('SIGKILL')
    expect(await run(database, file, '')).toBeNull()

    const published = async () =>
      (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as { version: number; applied: number })
    await using ledger = await openLedger({ url: stores.mongodbUrl, database, publish: async () => undefined })
    const document = await waitFor(async () => {
      const found = await ledger.aggregates.load('ledger')
      return found?.outbox.length === 0 ? found : undefined
    })
    expect(document).toMatchObject({ version: COMMANDS, applied: COMMANDS })
    // at least once each, and in order of their first appearance
    const versions = (await published()).map(({ version }) => version)
    expect([...new Set(versions)]).toEqual([1, 2, 3, 4])
    expect(await ledger.recorded.countDocuments({})).toBe(COMMANDS)
  },
  90_000
)
