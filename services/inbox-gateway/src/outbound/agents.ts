import {
  type AgentWithCredentials,
  type EndedSignIn,
  getDirectorySnapshot,
  listPresence,
  type Presence
} from '@inbox/contracts'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Owners } from './owners.ts'

/** All agents and how they are present, as last heard; the newer version wins. */
export interface Roster extends Disposable {
  agent(id: string): AgentWithCredentials | undefined
  /** Whether a sign-in is over whose access tokens would still be good. */
  isEnded(signInId: string): boolean
  presence(id: string): Presence | undefined
  presences(): Iterable<Presence>
  takeAgent(agent: AgentWithCredentials): void
  takeEnded(signIn: EndedSignIn): void
  takePresence(presence: Presence): void
  /** Reads everything anew; goes on until the owners have answered. */
  load(): Promise<void>
  /** Whether the agents have been read once. */
  ready(): boolean
}

const CLOCKS_DIFFER_MS = 60_000

export function openRoster({ directory, presence }: Pick<Owners, 'directory' | 'presence'>, logger: Logger): Roster {
  const agents = new Map<string, AgentWithCredentials>()
  const ended = new Map<string, number>()
  const presences = new Map<string, Presence>()
  const stop = new AbortController()
  let loaded = false

  const takeEnded = ({ signInId, until }: EndedSignIn) => {
    for (const [id, goodUntil] of ended) if (goodUntil + CLOCKS_DIFFER_MS < Date.now()) ended.delete(id)
    ended.set(signInId, Date.parse(until))
  }
  const takeAgent = (agent: AgentWithCredentials) => {
    if (agent.version > (agents.get(agent.id)?.version ?? -1)) agents.set(agent.id, agent)
  }
  const takePresence = (each: Presence) => {
    if (each.version > (presences.get(each.agentId)?.version ?? -1)) presences.set(each.agentId, each)
  }
  const untilRead = (what: string, read: () => Promise<void>) =>
    untilDone(read, {
      signal: stop.signal,
      onError: error => logger.warn({ err: error }, `not read yet: ${what}`)
    }).catch(() => undefined)

  const readAgents = async () => {
    const snapshot = await directory.call(getDirectorySnapshot, {})
    if (!snapshot.ok) throw new Error(snapshot.error.detail)
    snapshot.value.agents.forEach(takeAgent)
    snapshot.value.endedSignIns?.forEach(takeEnded)
    loaded = true
  }
  const readPresences = async () => {
    const list = await presence.call(listPresence, { query: {} })
    if (!list.ok) throw new Error(list.error.detail)
    list.value.items.forEach(takePresence)
  }

  return {
    agent: id => agents.get(id),
    isEnded: signInId => ended.has(signInId),
    presence: id => presences.get(id),
    presences: () => presences.values(),
    takeAgent,
    takeEnded,
    takePresence,
    async load() {
      await Promise.all([untilRead('agents', readAgents), untilRead('presence', readPresences)])
    },
    ready: () => loaded,
    [Symbol.dispose]: () => stop.abort()
  }
}
