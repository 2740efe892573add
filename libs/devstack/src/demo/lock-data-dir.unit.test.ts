import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { lockDataDir } from './lock-data-dir.ts'

const folder = await mkdtemp(join(tmpdir(), 'inbox-claim-'))
afterAll(() => rm(folder, { recursive: true }))

describe('one system per data folder', () => {
  test('a second claim is refused with the pid of the first', async () => {
    await using _claim = await lockDataDir(folder)
    await expect(lockDataDir(folder)).rejects.toThrow(`already running on ${folder} (pid ${process.pid})`)
  })

  test('a claim that was released, or whose process is gone or a different one, does not count', async () => {
    await (await lockDataDir(folder))[Symbol.asyncDispose]()
    await writeFile(join(folder, 'running.json'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }))
    await using _claim = await lockDataDir(folder)
  })
})
