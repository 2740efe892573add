import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Constellation,
  type PrivateInstance,
  type PrivateRabbitMq,
  type Recording,
  recordRun,
  seededRandom,
  serviceNames,
  startConstellation,
  startPrivateRabbitMq,
  startPrivateRedis,
  violationsOf,
  waitFor
} from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endOfRun } from '../e2e/end-of-run.ts'
import { formTeam, type Team } from '../e2e/team.ts'
import { keepWorking, type Work } from './keep-working.ts'
import { type Load, steadyLoad } from './steady-load.ts'

const PER_SECOND = 25
const CONTACTS = 60
const LONGEST_STANDSTILL_MS = 15_000

let folder: string
let broker: PrivateRabbitMq
let redis: PrivateInstance
let constellation: Constellation
let team: Team
let work: Work[]
let recording: Recording
const random = seededRandom()
const accepted = new Set<string>()
const evening = new AbortController()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-chaos-'))
  ;[broker, redis] = await Promise.all([
    startPrivateRabbitMq({ dataDir: join(folder, 'rabbitmq') }),
    startPrivateRedis({ dataDir: join(folder, 'redis') })
  ])
  const backing = { rabbitmqUrl: broker.url, managementUrl: broker.managementUrl, redisUrl: redis.url }
  constellation = await startConstellation(import.meta.url, { backing })
  recording = await recordRun(constellation)
  team = await formTeam(constellation, { mode: 'automatic', limits: [3, 3, 3, 3] })
  work = team.agents.map(agent => keepWorking(agent, evening.signal))
}, 120_000)
afterAll(async () => {
  evening.abort()
  await team?.[Symbol.asyncDispose]()
  await constellation?.stop()
  await Promise.all([broker?.stop(), redis?.stop()])
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}, 30_000)

/** Lets contacts write while `disaster` happens; then everything must come to rest by itself, with nothing wrong. */
const survive = (disaster: (load: Load) => Promise<unknown>) =>
  constellation.withLogs(() =>
    random.printSeedOnFailure(async () => {
      const contacts = Array.from({ length: CONTACTS }, (_, index) => team.contact(`contact-${index}`))
      const load = steadyLoad(contacts, PER_SECOND, random)
      await more(load)
      await disaster(load)
      await more(load)
      await load.stop()
      for (const id of load.accepted) accepted.add(id)
      const history = await endOfRun(constellation, recording, {
        accepted: () => [...accepted, ...work.flatMap(({ answers }) => [...answers])],
        faults: true,
        rules: { slackMs: LONGEST_STANDSTILL_MS },
        also: [everythingClosed]
      })
      expect(violationsOf(history)).toEqual([])
      expect(history.events.filter(({ type }) => type === 'agent.workMoved')).toEqual([])
      expect(work.reduce((sum, { answers }) => sum + answers.size, 0)).toBe(history.conversations.length)
    })
  )

interface Monitor {
  departments: { waiting: number; offered: number; ongoing: number; pending: number }[]
}
async function everythingClosed() {
  const { departments } = (await team.supervisor.get<Monitor>('/v1/monitor')).body
  return departments.every(({ waiting, offered, ongoing, pending }) => waiting + offered + ongoing + pending === 0)
}

/** Resolves when messages of a second's load more were accepted. */
const more = (load: Load, seconds = 1) => {
  const enough = load.accepted.size + PER_SECOND * seconds
  return waitFor(() => load.accepted.size >= enough, { timeoutMs: 30_000, describe: 'messages to be accepted' })
}

test(
  'I13: each service killed in turn loses nothing, doubles nothing, and needs nobody',
  () =>
    survive(async load => {
      for (const service of serviceNames) {
        await constellation.kill(service)
        await constellation.ready(service)
        await more(load)
      }
    }),
  120_000
)

test(
  'I13: a service that freezes and wakes up again loses nothing and doubles nothing',
  () =>
    survive(async load => {
      for (const service of ['queue', 'distribution'] as const) {
        constellation.pause(service)
        await more(load, 2)
        constellation.resume(service)
        await more(load)
      }
    }),
  120_000
)

test(
  'I13: the broker killed and started again loses nothing that was confirmed, and all flows again by itself',
  () =>
    survive(async () => {
      await broker.kill()
      await broker.restart()
    }),
  120_000
)

test(
  'I13: Redis killed and started again empty takes nothing from anybody',
  () =>
    survive(async load => {
      await redis.kill()
      await more(load)
      await redis.restart()
    }),
  120_000
)
