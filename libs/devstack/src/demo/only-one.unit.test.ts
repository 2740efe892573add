import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { claimDataDir } from './only-one.ts'

const folder = await mkdtemp(join(tmpdir(), 'inbox-claim-'))
afterAll(() => rm(folder, { recursive: true }))

describe('one system per data folder', () => {
  test('a second claim is refused with the pid of the first', async () => {
    await using _claim = await claimDataDir(folder)
    await expect(claimDataDir(folder)).rejects.toThrow(`already running (pid ${process.pid})`)
  })

  test('a claim that was given up, or whose process is gone or another one, counts for nothing', async () => {
    await (await claimDataDir(folder))[Symbol.asyncDispose]()
    await writeFile(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }))
    await using _claim = await claimDataDir(folder)
  })
})
