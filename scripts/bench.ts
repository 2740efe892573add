// npm run bench [-- names]: measures this machine with its own backing services, and writes docs/benchmarks.md.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Infrastructure, startInfrastructure } from '@inbox/devstack'
import { root } from './root.ts'
import { onStopRequest } from './stop-requests.mjs'

/** Runs the named benches (without names, all) in a separate process; resolves with its exit code. */
async function runBenches(names: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-bench-'))
  let infrastructure: Infrastructure | undefined
  try {
    infrastructure = await startInfrastructure({
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

function run(names: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
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

process.exit(await runBenches(process.argv.slice(2)))
