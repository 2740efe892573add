import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@inbox/devstack'
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
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
    const resident = sum(second.memory.map(memory => memory.resident))
    // all services run the same Node binary, whose pages are in memory only once
    const shared = Math.max(...second.memory.map(memory => memory.resident - memory.own))
    const own = sum(second.memory.map(memory => memory.own))
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
        measured: `${Math.round(own + shared)} MB (${Math.round(resident)} MB counting shared pages in each)`,
        target: '≤ 600 MB',
        beside: `private: ${second.memory.map(memory => `${memory.service} ${Math.round(memory.own)}`).join(', ')}; shared: ${Math.round(shared)}`
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

/** Resident memory, and the part of it that no other process shares. */
async function memoryMb(pid: number): Promise<{ resident: number; own: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1] ?? 0) / 1024
  return { resident: of('Rss'), own: of('Private_Clean') + of('Private_Dirty') }
}
