import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@inbox/testing'
import { type Figure, ms } from './figure.ts'

const portVariables = [
  'INBOX_GATEWAY_PORT',
  'CHANNEL_INGEST_PORT',
  'QUEUE_PORT',
  'DISTRIBUTION_PORT',
  'SESSION_EXPIRY_PORT',
  'PRESENCE_PORT',
  'DIRECTORY_PORT',
  'CHANNEL_ADAPTERS_PORT'
]
const SETTLE_MS = 15_000

/** G14: from `npm start` to a usable inbox, with and without data; G16: memory of the idle services. */
export async function startup(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inbox-start-'))
  try {
    const first = await startOnce(dataDir)
    const second = await startOnce(dataDir, SETTLE_MS)
    const [resident, proportional] = (['resident', 'proportional'] as const).map(kind =>
      second.memory.reduce((sum, memory) => sum + memory[kind], 0)
    ) as [number, number]
    return [
      {
        goal: 'G14',
        what: '`npm start`, empty data folder',
        measured: ms(first.readyMs),
        target: '≤ 20 s',
        beside: 'packages installed; private RabbitMQ, Redis, embedded database'
      },
      {
        goal: 'G14',
        what: '`npm start`, again',
        measured: ms(second.readyMs),
        target: '≤ 20 s',
        beside: `stopped by SIGINT in ${ms(second.stopMs)}`
      },
      {
        goal: 'G16',
        what: 'resident memory of all services, idle',
        measured: `${Math.round(resident)} MB (${Math.round(proportional)} MB with shared pages counted once)`,
        target: '≤ 700 MB',
        beside: second.memory.map(memory => `${memory.service} ${Math.round(memory.resident)}`).join(', ')
      }
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function startOnce(dataDir: string, idleMs = 0) {
  const ports = Object.fromEntries(await Promise.all(portVariables.map(async name => [name, String(await freePort())])))
  const { RABBITMQ_URL, RABBITMQ_MANAGEMENT_URL, REDIS_URL, MONGODB_URL, ...machine } = process.env
  const begun = performance.now()
  const child = spawn('npm', ['start'], {
    env: { ...machine, ...ports, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      if (line.startsWith('ready')) resolve()
    })
    child.once('exit', code => reject(new Error(`npm start ended with ${code}`)))
  })
  const readyMs = performance.now() - begun
  await sleep(idleMs)
  const { pids } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { pids: Record<string, number> }
  const memory = await Promise.all(
    Object.entries(pids).map(async ([service, pid]) => ({ service, ...(await memoryMb(pid)) }))
  )
  const stopping = performance.now()
  child.kill('SIGINT')
  await once(child, 'exit')
  return { readyMs, memory, stopMs: performance.now() - stopping }
}

/** Resident memory, and the share of it that is this process's own or its part of what several use (PSS). */
async function memoryMb(pid: number): Promise<{ resident: number; proportional: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1] ?? 0) / 1024
  return { resident: of('Rss'), proportional: of('Pss') }
}
