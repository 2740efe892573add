import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveInfrastructure } from '../../libs/devstack/src/index.ts'
import { onStopRequest } from '../stop-requests.mjs'
import { root } from '../toolchain.mjs'

/** Runs the named benches (all without names) as a process of its own; answers its exit code. */
export async function runBenches(names) {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-bench-'))
  let infrastructure
  try {
    infrastructure = await resolveInfrastructure({
      dataDir: folder,
      persistent: true,
      log: line => console.log(`· ${line}`),
      env: process.env
    })
    return await run(names, {
      ...process.env,
      RABBITMQ_URL: infrastructure.rabbitmq.url,
      RABBITMQ_MANAGEMENT_URL: infrastructure.rabbitmq.managementUrl,
      REDIS_URL: infrastructure.redis.url,
      MONGODB_URL: infrastructure.mongodb.url
    })
  } finally {
    await infrastructure?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function run(names, env) {
  const child = spawn(process.execPath, ['--conditions=source', '--no-warnings', 'bench/run.ts', ...names], {
    cwd: root,
    env,
    stdio: 'inherit'
  })
  const listenNoMore = onStopRequest(signal => child.kill(signal))
  return new Promise(resolve => {
    child.on('exit', code => {
      listenNoMore()
      resolve(code ?? 1)
    })
  })
}
