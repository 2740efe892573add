import { setTimeout as sleep } from 'node:timers/promises'
import { type Aftermath, aftermathOf, type History } from '@inbox/history-checker'
import { type SeededRandom, waitFor } from '@inbox/testing'
import { endOfRun } from '../e2e/end-of-run.ts'
import type { Experiment } from './experiment.ts'
import type { Fault } from './faults.ts'
import { type Load, steadyLoad } from './steady-load.ts'

const CONTACTS = 30

/** What a fault left behind, once everything is quiet. */
export interface Outcome {
  /** Excludes what services rightly report to operators while a fault lasts. */
  history: History
  aftermath: Aftermath
  /** How many messages ingest accepted while it lasted. */
  taken: number
}

export interface Conditions {
  random: SeededRandom
  /** How long everything may stall. */
  slackMs: number
  /** How many messages contacts write per second; each becomes a whole conversation. */
  perSecond: number
}

/** Lets contacts write during the fault, and waits until all are served. */
export async function undergo<Stores>(
  experiment: Experiment<Stores>,
  fault: Fault<Stores>,
  { random, slackMs, perSecond }: Conditions
): Promise<Outcome> {
  const { begunAt, endedAt, before, taken } = await underLoad(experiment, fault, perSecond, random)
  const history = await readHistory(experiment, slackMs)
  const aftermath = aftermathOf(history, fault.othersGoOn ? begunAt : endedAt, before)
  return { history, aftermath, taken }
}

/** Resolves once another `count` messages have been accepted. */
const more = (load: Load, count: number) => {
  const enough = load.accepted.size + count
  return waitFor(() => load.accepted.size >= enough, { timeoutMs: 60_000, describe: 'messages to be accepted' })
}

/** Resolves with when it began and ended, which messages had been accepted by then, and how many of them meanwhile. */
async function underLoad<Stores>(
  experiment: Experiment<Stores>,
  fault: Fault<Stores>,
  perSecond: number,
  random: SeededRandom
) {
  const { team, accepted } = experiment
  const contacts = Array.from({ length: CONTACTS }, (_, index) => team.contact(`contact-${index}`))
  const load = steadyLoad(contacts, perSecond, random)
  try {
    await more(load, perSecond)
    const known = load.accepted.size
    const begunAt = Date.now()
    const end = await fault.inflict(experiment)
    if (fault.refuses) await isRefused(experiment)
    await sleep(fault.lastsMs)
    await end()
    const endedAt = Date.now()
    const before = new Set(load.accepted)
    await more(load, 2 * perSecond)
    return { begunAt, endedAt, before, taken: before.size - known }
  } finally {
    await load.stop()
    for (const id of load.accepted) accepted.add(id)
  }
}

/** Checks that ingest refuses messages and says when to retry. */
const isRefused = ({ team }: Experiment<unknown>) =>
  waitFor(
    async () => {
      const { status, headers } = await team.contact('refused').writes('is anybody there')
      return status === 503 && Number(headers.get('retry-after')) > 0
    },
    { describe: 'messages to be refused with Retry-After' }
  )

async function readHistory(experiment: Experiment<unknown>, slackMs: number): Promise<History> {
  const { system, recording, team, work, accepted } = experiment
  const history = await endOfRun(system, recording, {
    accepted: () => [...accepted, ...team.accepted, ...work.flatMap(({ answers }) => [...answers])],
    faults: true,
    rules: { slackMs },
    also: [everythingClosed(experiment)]
  })
  return { ...history, callsForHelp: history.callsForHelp.filter(line => !rightlyTold.test(line)) }
}

/** What operators are rightly told while a fault lasts; its end is reported as well, and nobody has to act. */
const rightlyTold =
  /"msg":"(publishing keeps failing|[a-z ]+ is still not responding|exchange was deleted; rebinding|sending agents to other gateways)"/

interface Monitor {
  departments: { waiting: number; offered: number; ongoing: number; pending: number }[]
}
const everythingClosed = ({ team }: Experiment<unknown>) =>
  async function notClosed() {
    const { departments } = (await team.supervisor.get<Monitor>('/v1/monitor')).body
    return departments.every(({ waiting, offered, ongoing, pending }) => waiting + offered + ongoing + pending === 0)
  }
