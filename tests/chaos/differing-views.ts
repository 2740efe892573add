import type { ConversationSummary } from '@inbox/contracts'
import type { History } from '@inbox/history-checker'
import type { Agent } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import type { Experiment } from './experiment.ts'

/** Conversations that a page shows in another version than stored, after it has asked what it missed. */
export async function differingViews({ team }: Experiment<unknown>, { conversations }: History): Promise<string[]> {
  const stored = new Map(conversations.map(({ _id, version }) => [_id, version]))
  const views = await Promise.all(team.agents.map(async agent => [...(await viewOf(agent))]))
  return views.flat().flatMap(([id, version]) => (stored.get(id) === version ? [] : [`${id}: ${version}`]))
}

/** More are refused (libs/contracts: `resume`); after many faults an agent has seen more than a page ever holds. */
const MAX_RESUMED = 2000

async function viewOf({ socket, conversations }: Agent): Promise<Map<string, number>> {
  const latest = [...conversations].slice(-MAX_RESUMED)
  const versions = Object.fromEntries(latest.map(([id, { version }]) => [id, version]))
  // just after a fault this may be refused, and a page asks again
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
