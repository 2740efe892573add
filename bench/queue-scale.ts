import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { acceptConversation, listConversations, returnConversation } from '@inbox/contracts'
import { startEmbeddedMongo } from '@inbox/devstack'
import type { User } from '@inbox/http'
import type { Rejection, Result } from '@inbox/kernel'
import { type Figure, ms, perSecond } from './figure.ts'
import { openLoop } from './open-loop.ts'
import { openQueueUnderLoad } from './queue-under-load.ts'
import { DEPARTMENTS, idOf, storeConversations } from './stored-conversations.ts'

const STORED = 1_000_000
const WAITING = 100_000
const AGENTS = 50
const SECONDS = 20
const RATE = 25

const boss: User = { kind: 'user', id: 'boss', name: 'Boss', role: 'supervisor', departmentIds: [] }
const agentOf = (id: string): User => ({ kind: 'user', id, name: id, role: 'agent', departmentIds: DEPARTMENTS })

/** A tab page, a search and a transition with 1,000,000 stored conversations, 100,000 of them waiting. */
export async function queueScale(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inbox-scale-'))
  try {
    // its default limit is meant for development
    const env = { EMBEDDED_MONGO_MEMORY_LIMIT_MB: '65536', NODE_OPTIONS: '--max-old-space-size=14336' }
    await using database = await startEmbeddedMongo({ dataDir, env: { ...process.env, ...env } })
    return await measure(database)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(database: { url: string; pid: number | undefined }): Promise<Figure[]> {
  await using queue = await openQueueUnderLoad('bench_scale', {
    mongodbUrl: database.url,
    departments: DEPARTMENTS,
    agents: AGENTS
  })
  const { client, agentIds } = queue
  const loading = performance.now()
  await storeConversations(queue.mongo.collection('conversations'), STORED, WAITING)
  const loadedIn = performance.now() - loading
  const done = async (work: Promise<Result<unknown, Rejection>>) => {
    const answer = await work
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`)
  }
  const list = (query: object, actor: User) => done(client.call(listConversations, { query: query, actor }))
  const tabs = [
    () => list({ tab: 'queue' }, boss),
    () => list({ tab: 'closed' }, boss),
    () => list({ tab: 'queue' }, agentOf(agentIds[0]!)),
    () => list({ tab: 'closed', departmentId: 'sales' }, agentOf(agentIds[1]!))
  ]
  const givenBack: Promise<void>[] = []
  const accept = async (n: number) => {
    const [id, actor] = [idOf((n * 997) % WAITING), agentOf(agentIds[n % AGENTS]!)]
    await done(client.call(acceptConversation, { params: { id }, actor }))
    const back = done(client.call(returnConversation, { params: { id }, actor }))
    back.catch(() => undefined)
    givenBack.push(back)
  }
  for (let n = 0; n < 200; n++) await tabs[n % tabs.length]!()
  for (let n = 0; n < 200; n++) await accept(n)
  const searches = ['lucia zanole', '5511900012345', 'contact.4242@example', '20260101-00000ABC']
  const [listed, moved, searched] = [
    await openLoop(RATE, SECONDS, n => tabs[n % tabs.length]!()),
    await openLoop(RATE, SECONDS, n => accept(n + 200)),
    await openLoop(5, SECONDS, n => list({ q: searches[n % searches.length] }, boss))
  ]
  await Promise.all(givenBack)
  const beside = `${STORED.toLocaleString('en')} stored, ${WAITING.toLocaleString('en')} waiting in the embedded database (${await residentMb(database.pid)} MB, loaded in ${Math.round(loadedIn / 1000)} s)`
  // takes longer than the clean-up of the database would wait
  await queue.mongo.collection('conversations').drop()
  const figure = (what: string, taken: typeof listed, rate: number, target: string): Figure => ({
    goal: 'G2',
    what,
    measured: `p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`,
    target,
    beside: `${perSecond(rate)}; ${beside}`
  })
  return [
    figure('a page of a tab, 50 conversations', listed, RATE, 'p99 ≤ 30 ms'),
    figure('a transition (accept, with as many returns alongside)', moved, RATE, 'p99 ≤ 30 ms'),
    figure('a search (names shared by 1 in 4,096, phone, email, reference number)', searched, 5, '–')
  ]
}

async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024)
}
