import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
/** The same as in images. */
const bundles = process.env.SERVICE_BUNDLES!

const ops = (...args: string[]) =>
  run(process.execPath, [join(bundles, 'ops/main.mjs'), ...args], { cwd: tmpdir(), env: { PATH: process.env.PATH } })

test('in images, ops runs without packages or sources', async () => {
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

test('the list of packages in images contains what the bundles of services and ops contain, and what is served to browsers; nothing else', async () => {
  const { stdout } = await run('sh', ['deploy/docker/sbom.sh'], { cwd: root, maxBuffer: 1e8 })
  const listed = new Set(
    (JSON.parse(stdout) as { components: { purl: string }[] }).components.map(({ purl }) =>
      decodeURIComponent(purl).replace(/^pkg:npm\/(.+)@.+$/, '$1')
    )
  )
  const within = await packagesIn(bundles)
  expect(within).toEqual(expect.arrayContaining(['mongoose', 'express', 'amqplib', '@aws-sdk/client-s3']))
  const notBundled = ['@inbox/queue', 'sharp', 'react', '@mantine/core', 'preact', 'socket.io-client']
  expect([...notBundled, ...within].filter(name => !listed.has(name))).toEqual([])
  expect(['jest', 'vite', 'typescript', '@inbox/devstack', 'dockerode'].filter(name => listed.has(name))).toEqual([])
}, 60_000)

/** The names of the packages within all bundles of a folder. */
async function packagesIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.mjs'))
  const code = (await Promise.all(files.map(name => readFile(join(folder, name), 'utf8')))).join('\n')
  const named = code.matchAll(/^\/\/ (?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm)
  return [...new Set(Array.from(named, ([, name]) => name!))]
}
