// Builds the image of one service (they share their layers) in CI, or elsewhere only on request by `image`, as it takes
// minutes and the network. Without an engine or a base image it says so and does not fail.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dockerAnswers } from '@inbox/devstack'
import { root } from '../root.ts'

const dockerfile = 'deploy/docker/Dockerfile'
const docker = (...args: string[]) => spawnSync('docker', args, { cwd: root, encoding: 'utf8' })

/** Why no image can be built here. */
async function obstacle(): Promise<string | undefined> {
  if (!process.env.CI && !process.argv.includes('image'))
    return 'takes minutes; CI builds it, and so does npm run check -- image'
  if (!(await dockerAnswers(process.env))) return 'no Docker engine is running'
  const version = /^ARG NODE_VERSION=(.+)$/m.exec(readFileSync(join(root, dockerfile), 'utf8'))?.[1]
  const base = `node:${version}-slim`
  if (docker('image', 'inspect', base).status === 0 || docker('pull', '--quiet', base).status === 0) return undefined
  return `${base} is not available locally and cannot be pulled`
}

const reason = await obstacle()
if (reason) console.log(`skipped: ${reason}`)
else {
  const { status, stdout, stderr } = docker('build', '-f', dockerfile, '--build-arg', 'SERVICE=queue', '.')
  if (status !== 0) console.error(`${stdout}${stderr}`.split('\n').slice(-60).join('\n'))
  process.exitCode = status === 0 ? 0 : 1
}
