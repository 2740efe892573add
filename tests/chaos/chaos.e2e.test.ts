import type { ConversationSummary } from '@inbox/contracts'
import type { Service } from '@inbox/devstack'
import { type History, violationsOf } from '@inbox/history-checker'
import type { Agent } from '@inbox/simulators'
import { seededRandom, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Experiment, startExperiment } from './experiment.ts'
import { type Fault, faults } from './faults.ts'
import { undergo } from './undergo.ts'

/** On an idle machine 3 s; this bounds what is wrong, not what is slow. */
const MAX_WAIT_IN_VAIN_MS = 15_000
const MAX_FAULT_MS = Math.max(...faults.map(({ lastsMs }) => lastsMs))

let experiment: Experiment
const random = seededRandom()

beforeAll(async () => {
  experiment = await startExperiment(import.meta.url)
}, 120_000)
afterAll(async () => experiment?.[Symbol.asyncDispose](), 30_000)

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
  const { history, aftermath } = await undergo(experiment, fault, {
    random,
    slackMs: MAX_FAULT_MS + MAX_WAIT_IN_VAIN_MS
  })
  process.stdout.write(`${JSON.stringify({ fault: fault.name, ...aftermath })}\n`)
  expect(violationsOf(history)).toEqual([])
  if (MAX_FAULT_MS < history.rules.presenceTimeoutMs) expect(movedIn(history)).toEqual([])
  expect(await differingViews(history)).toEqual([])
  expect(aftermath.longestWaitInVainMs).toBeLessThan(MAX_WAIT_IN_VAIN_MS)
}

const movedIn = ({ events }: History) => events.filter(({ type }) => type === 'agent.workMoved')

test.each(faults.map(fault => [fault.name, fault] as const))(
  'I13: nothing is lost or doubled, nobody waits for long once it has ended, and all pages show what is stored: %s',
  (_, fault) => experiment.system.withLogs(() => random.printSeedOnFailure(() => survive(fault))),
  240_000
)
