import {
  type AgentWithCredentials,
  type EndedSignIn,
  getDirectorySnapshot,
  listPresence,
  type Presence
} from '@inbox/contracts'
import { createLatestVersions, startReplica } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import type { Owners } from './owners.ts'
import type { ServiceAccounts } from './service-accounts.ts'

/** All agents and their presence, as last reported by directory and presence. */
export interface Agents extends AsyncDisposable {
  get(id: string): AgentWithCredentials | undefined
  /** Whether a sign-in has ended although its access tokens have not expired yet. */
  isEnded(signInId: string): boolean
  presence(id: string): Presence | undefined
  presences(): Iterable<Presence>
  take(agent: AgentWithCredentials): boolean
  takeEnded(signIn: EndedSignIn): void
  takePresence(presence: Presence): boolean
  /** Reads everything anew; resolves once the owners have answered. */
  refresh(): Promise<unknown>
  /** Whether the agents have been read once. */
  ready(): boolean
}

const CLOCKS_DIFFER_MS = 60_000

/** Also reads the service accounts, which come with the agents. */
export function startAgentsReplica(
  owners: Pick<Owners, 'directory' | 'presence'>,
  serviceAccounts: Pick<ServiceAccounts, 'take'>,
  logger: Logger
): Agents {
  const agents = createLatestVersions<AgentWithCredentials>(({ id }) => id)
  const presences = createLatestVersions<Presence>(({ agentId }) => agentId)
  const ended = new Map<string, number>()

  const takeEnded = ({ signInId, until }: EndedSignIn) => {
    for (const [id, goodUntil] of ended) if (goodUntil + CLOCKS_DIFFER_MS < Date.now()) ended.delete(id)
    ended.set(signInId, Date.parse(until))
  }
  const directory = startReplica({
    of: 'agents',
    read: () => owners.directory.call(getDirectorySnapshot, {}),
    take(snapshot) {
      snapshot.agents.forEach(agents.take)
      snapshot.endedSignIns?.forEach(takeEnded)
      snapshot.serviceAccounts?.forEach(serviceAccounts.take)
    },
    logger
  })
  const presence = startReplica({
    of: 'presence',
    read: () => owners.presence.call(listPresence, { query: {} }),
    take: ({ items }) => items.forEach(presences.take),
    logger
  })
  return {
    get: agents.get,
    isEnded: signInId => ended.has(signInId),
    presence: presences.get,
    presences: presences.values,
    take: agents.take,
    takeEnded,
    takePresence: presences.take,
    refresh: () => Promise.all([directory.refresh(), presence.refresh()]),
    ready: directory.ready,
    async [Symbol.asyncDispose]() {
      await Promise.all([directory, presence].map(each => each[Symbol.asyncDispose]()))
    }
  }
}
