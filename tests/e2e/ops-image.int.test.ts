import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-ops-'))
  const rolldown = join(root, 'node_modules/.bin/rolldown')
  await run(rolldown, ['-c', 'deploy/docker/ops.rolldown.mjs', '--file', join(folder, 'ops.mjs')], { cwd: root })
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const ops = (...args: string[]) =>
  run(process.execPath, [join(folder, 'ops.mjs'), ...args], { cwd: folder, env: { PATH: process.env.PATH } })

test('in images ops is one file that runs without packages or sources', async () => {
  await expect(ops()).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage: ops check \|/) })
  await expect(ops('check')).rejects.toMatchObject({
    ...{ code: 78, stderr: 'The environment is not usable:\n  MONGODB_URL: is not set\n' }
  })
  await expect(ops('parking', 'list')).rejects.toMatchObject({ stderr: expect.stringContaining('RABBITMQ_URL') })
})
