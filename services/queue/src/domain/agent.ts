import type { ChosenStatus, Link } from '@inbox/contracts'

/** An agent as last reported by directory and presence. */
export interface AgentState {
  id: string
  name: string
  limit: number
  /** May pick beyond the limit. */
  exceedLimit?: boolean
  departmentIds: string[]
  active: boolean
  /** For programs: after how many seconds of silence people get its conversations. */
  bot?: { silentSeconds: number }
  status: ChosenStatus
  link: Link
}

/** May get an automatic, assigned or transferred offer (a free slot is checked elsewhere). */
export const mayBeOffered = (agent: AgentState, departmentId: string): boolean =>
  agent.active &&
  agent.departmentIds.includes(departmentId) &&
  agent.status === 'available' &&
  agent.link === 'connected'

/** May take a waiting conversation by hand. A call just made is better proof of life than a `reconnecting` link. */
export const mayPick = (agent: AgentState, departmentId: string): boolean =>
  agent.departmentIds.includes(departmentId) && isAtWork(agent)

/** Present, and neither on a break nor about to take one. */
export const isAtWork = (agent: AgentState): boolean =>
  isPresent(agent) && agent.status !== 'preBreak' && agent.status !== 'break'

/** Could still act: not logged out, and connected or lost less than 30 s ago. */
export const isPresent = (agent: AgentState): boolean =>
  agent.active && agent.status !== 'loggedOut' && agent.link !== 'disconnected'

/** The state of the agent who hands a conversation over, while the offer stood. */
export type SourceState = 'present' | 'gone' | 'deactivated'
export function sourceStateOf(source: AgentState | null): SourceState {
  if (source && !source.active) return 'deactivated'
  return source && isPresent(source) ? 'present' : 'gone'
}

/** May keep offers: an agent who is gone, or no longer available, loses them. */
export const keepsOffers = (agent: AgentState): boolean => isPresent(agent) && agent.status === 'available'

/** The answer to a caller who is not present. */
export const NOT_CONNECTED = 'You do not appear to be connected; try again in a moment'
