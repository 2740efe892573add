import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationSummary } from '@inbox/contracts'
import type { Service } from '@inbox/devstack'
import { aftermathOf, type History, violationsOf } from '@inbox/history-checker'
import type { Agent } from '@inbox/simulators'
import { seededRandom, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { endOfRun } from '../e2e/end-of-run.ts'
import { type Experiment, startExperiment } from './experiment.ts'
import { type Fault, faults } from './faults.ts'
import { type Load, steadyLoad } from './steady-load.ts'

const PER_SECOND = 10
const CONTACTS = 30
/** On an idle machine 3 s; this bounds what is wrong, not what is slow. */
const MAX_WAIT_IN_VAIN_MS = 15_000
const MAX_FAULT_MS = Math.max(...faults.map(({ lastsMs }) => lastsMs))

let experiment: Experiment
const random = seededRandom()
const accepted = new Set<string>()

beforeAll(async () => {
  experiment = await startExperiment(import.meta.url)
}, 120_000)
afterAll(async () => experiment?.[Symbol.asyncDispose](), 30_000)

/** Resolves when messages of a second's load more were accepted. */
const more = (load: Load, seconds = 1) => {
  const enough = load.accepted.size + PER_SECOND * seconds
  return waitFor(() => load.accepted.size >= enough, { timeoutMs: 60_000, describe: 'messages to be accepted' })
}

/** Lets contacts write while it happens; answers when it ended and which messages had been accepted by then. */
async function undergo(fault: Fault) {
  const contacts = Array.from({ length: CONTACTS }, (_, index) => experiment.team.contact(`contact-${index}`))
  const load = steadyLoad(contacts, PER_SECOND, random)
  try {
    await more(load)
    const end = await fault.inflict(experiment)
    if (fault.refuses) await isRefused()
    await sleep(fault.lastsMs)
    await end()
    const endedAt = Date.now()
    const before = new Set(load.accepted)
    await more(load, 2)
    return { endedAt, before }
  } finally {
    await load.stop()
    for (const id of load.accepted) accepted.add(id)
  }
}

/** Ingest says that it takes nothing, and when to ask again. */
const isRefused = () =>
  waitFor(
    async () => {
      const { status, headers } = await experiment.team.contact('refused').writes('is anybody there')
      return status === 503 && Number(headers.get('retry-after')) > 0
    },
    { describe: 'messages to be refused with Retry-After' }
  )

interface Monitor {
  departments: { waiting: number; offered: number; ongoing: number; pending: number }[]
}
async function everythingClosed() {
  const { departments } = (await experiment.team.supervisor.get<Monitor>('/v1/monitor')).body
  return departments.every(({ waiting, offered, ongoing, pending }) => waiting + offered + ongoing + pending === 0)
}

const answersOf = ({ work }: Experiment) => work.flatMap(({ answers }) => [...answers])

const readHistory = () =>
  endOfRun(experiment.system, experiment.recording, {
    accepted: () => [...accepted, ...experiment.team.accepted, ...answersOf(experiment)],
    faults: true,
    rules: { slackMs: MAX_FAULT_MS + MAX_WAIT_IN_VAIN_MS },
    also: [everythingClosed]
  })

/** Conversations that a page holds otherwise than they are stored, once it has asked what it missed. */
async function differingViews({ conversations }: History): Promise<string[]> {
  const stored = new Map(conversations.map(({ _id, version }) => [_id, version]))
  const views = await Promise.all(experiment.team.agents.map(async agent => [...(await viewOf(agent))]))
  return views.flat().flatMap(([id, version]) => (stored.get(id) === version ? [] : [`${id}: ${version}`]))
}

async function viewOf({ socket, conversations }: Agent): Promise<Map<string, number>> {
  const versions = Object.fromEntries([...conversations].map(([id, { version }]) => [id, version]))
  // just after a fault it may be refused, and a page asks again
  const answer = await waitFor<Resumed | false>(async () => {
    const given: Partial<Resumed> = await socket.timeout(10_000).emitWithAck('resume', { versions })
    return given.conversations !== undefined && (given as Resumed)
  })
  const newer = answer.conversations.map(({ id, version }) => [id, version] as const)
  const view = new Map([...Object.entries(versions), ...newer])
  for (const id of answer.removed) view.delete(id)
  return view
}
interface Resumed {
  conversations: ConversationSummary[]
  removed: string[]
}

async function survive(fault: Fault) {
  await using others = new AsyncDisposableStack()
  const another = async (service: Service) => others.use(await experiment.system.another(service))
  if (fault.threeOf) await Promise.all([another(fault.threeOf), another(fault.threeOf)])
  const { endedAt, before } = await undergo(fault)
  const history = await readHistory()
  const aftermath = aftermathOf(history, endedAt, before)
  process.stdout.write(`${JSON.stringify({ fault: fault.name, ...aftermath })}\n`)
  expect(violationsOf({ ...history, callsForHelp: history.callsForHelp.filter(isUnexpected) })).toEqual([])
  if (MAX_FAULT_MS < history.rules.presenceTimeoutMs) expect(movedIn(history)).toEqual([])
  expect(await differingViews(history)).toEqual([])
  expect(aftermath.longestWaitInVainMs).toBeLessThan(MAX_WAIT_IN_VAIN_MS)
}

const movedIn = ({ events }: History) => events.filter(({ type }) => type === 'agent.workMoved')

/** What an operator is rightly told while a fault lasts; that it is over is told as well, and nobody has to act. */
const rightlyTold = /"msg":"(publishing keeps failing|[a-z ]+ does not answer|an exchange was deleted: binding again)"/
const isUnexpected = (line: string) => !rightlyTold.test(line)

test.each(faults.map(fault => [fault.name, fault] as const))(
  'I13: nothing is lost or doubled, nobody waits for long once it has ended, and all pages show what is stored: %s',
  (_, fault) => experiment.system.withLogs(() => random.printSeedOnFailure(() => survive(fault))),
  240_000
)
