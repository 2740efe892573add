import type { Exclusion, Presence, Agent as Profile } from '@inbox/contracts'

export type Obstacle = Exclusion['reason']

/** An agent as directory, presence and the conversations tell. Instants in ms since the epoch. */
export interface Agent {
  id: string
  profile?: Pick<Profile, 'version' | 'limit' | 'departmentIds' | 'active'> & { isBot: boolean }
  presence?: Pick<Presence, 'version' | 'status' | 'link'> & { since: number }
  /** Slots in use: offered, ongoing and on the way. */
  load: number
  onTheWay: number
  /** When work last came or went. */
  workedAt: number
  /** Gets no offer until then: queue refused one, so it knows something that has yet to arrive here. */
  held?: { until: number; obstacle: Obstacle }
  refusals: number
}

export const newAgent = (id: string): Agent => ({ id, load: 0, onTheWay: 0, workedAt: 0, refusals: 0 })

/** Why the agent can have no conversation of the department now; undefined = can. */
export function obstacleOf(agent: Agent, departmentId: string): Obstacle | undefined {
  const { profile, presence } = agent
  if (!profile?.departmentIds.includes(departmentId)) return 'notMember'
  if (!profile.active) return 'inactive'
  if (presence?.link !== 'connected') return 'notConnected'
  if (presence.status !== 'available') return 'notAvailable'
  if (agent.load >= profile.limit) return agent.load - agent.onTheWay < profile.limit ? 'inFlight' : 'atLimit'
  return agent.held?.obstacle
}

/** Without new work since then. */
export const idleSince = ({ workedAt, presence }: Agent): number => Math.max(workedAt, presence?.since ?? 0)
