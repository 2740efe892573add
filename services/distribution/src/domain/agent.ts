import type { Exclusion, Presence, Agent as Profile } from '@inbox/contracts'

export type Obstacle = Exclusion['reason']

/** An agent as known from directory, presence and conversations. Instants in ms since the epoch. */
export interface Agent {
  id: string
  profile?: Pick<Profile, 'version' | 'limit' | 'departmentIds' | 'active'> & { isBot: boolean }
  presence?: Pick<Presence, 'version' | 'status' | 'link'> & { since: number }
  /** Slots in use: offered, ongoing or in flight. */
  load: number
  onTheWay: number
  /** When work last started or ended. */
  workedAt: number
  /** Gets no offer until then: queue refused one, so it knows something that has yet to arrive here. */
  held?: { until: number; obstacle: Obstacle }
  refusals: number
}

export const newAgent = (id: string): Agent => ({ id, load: 0, onTheWay: 0, workedAt: 0, refusals: 0 })

/** Why the agent cannot take a conversation of the department now; undefined = can. */
export function obstacleOf(agent: Agent, departmentId: string): Obstacle | undefined {
  const { profile, presence } = agent
  if (!profile?.departmentIds.includes(departmentId)) return 'notMember'
  if (!profile.active) return 'inactive'
  if (presence?.link !== 'connected') return 'notConnected'
  if (presence.status !== 'available') return 'notAvailable'
  if (agent.load >= profile.limit) return agent.load - agent.onTheWay < profile.limit ? 'inFlight' : 'atLimit'
  return agent.held?.obstacle
}

/** Since when the agent has had no new work. */
export const idleSince = ({ workedAt, presence }: Agent): number => Math.max(workedAt, presence?.since ?? 0)
