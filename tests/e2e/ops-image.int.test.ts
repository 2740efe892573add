import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
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

test('in images, ops is a single file that runs without packages or sources', async () => {
  await expect(ops()).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage: ops check \|/) })
  await expect(ops('check')).rejects.toMatchObject({
    ...{ code: 78, stderr: 'Invalid environment:\n  MONGODB_URL: is not set\n' }
  })
  await expect(ops('parking', 'list')).rejects.toMatchObject({ stderr: expect.stringContaining('RABBITMQ_URL') })
})

test('npm run ops runs the same from the sources', async () => {
  await expect(run('npm', ['run', '-s', 'ops'], { cwd: root })).rejects.toMatchObject({
    ...{ code: 2, stderr: expect.stringMatching(/^Usage: ops check \|/) }
  })
})

test('the list of packages in images contains what services run, what they serve to browsers, and what ops contains; nothing else', async () => {
  const { stdout } = await run('sh', ['deploy/docker/sbom.sh'], { cwd: root, maxBuffer: 1e8 })
  const listed = new Set(
    (JSON.parse(stdout) as { components: { purl: string }[] }).components.map(({ purl }) =>
      decodeURIComponent(purl).replace(/^pkg:npm\/(.+)@.+$/, '$1')
    )
  )
  const bundled = (await readFile(join(folder, 'ops.mjs'), 'utf8')).matchAll(
    /^\/\/ (?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm
  )
  const within = [...new Set(Array.from(bundled, ([, name]) => name!))]
  expect(within).toContain('mongoose')
  const frontEnds = ['react', '@mantine/core', 'preact', 'socket.io-client']
  const services = ['@inbox/queue', 'express', 'amqplib', '@aws-sdk/client-s3']
  expect([...frontEnds, ...services, ...within].filter(name => !listed.has(name))).toEqual([])
  expect(['jest', 'vite', 'typescript', '@inbox/devstack', 'dockerode'].filter(name => listed.has(name))).toEqual([])
}, 60_000)
