import type { ChosenStatus, Link } from '@inbox/contracts'

/** An agent as directory and presence last told. */
export interface AgentState {
  id: string
  name: string
  limit: number
  /** May pick beyond the limit. */
  exceedLimit?: boolean
  departmentIds: string[]
  active: boolean
  /** Of a program: after how long without an answer people get what it has. */
  bot?: { silentSeconds: number }
  status: ChosenStatus
  link: Link
}

/** May get an automatic, assigned or transferred offer (the free slot apart). */
export const mayBeOffered = (agent: AgentState, departmentId: string): boolean =>
  agent.active &&
  agent.departmentIds.includes(departmentId) &&
  agent.status === 'available' &&
  agent.link === 'connected'

/** May take a waiting conversation by hand. A call just made proves more life than a link that is `reconnecting`. */
export const mayPick = (agent: AgentState, departmentId: string): boolean =>
  agent.departmentIds.includes(departmentId) && isAtWork(agent)

/** There, and neither on a break nor about to go on one. */
export const isAtWork = (agent: AgentState): boolean =>
  isPresent(agent) && agent.status !== 'preBreak' && agent.status !== 'break'

/** Could still act: connected or within the 30 seconds, and not logged out. */
export const isPresent = (agent: AgentState): boolean =>
  agent.active && agent.status !== 'loggedOut' && agent.link !== 'disconnected'

/** What became of whoever hands a conversation over, while the offer stood. */
export type SourceState = 'present' | 'gone' | 'deactivated'
export function sourceStateOf(source: AgentState | null): SourceState {
  if (source && !source.active) return 'deactivated'
  return source && isPresent(source) ? 'present' : 'gone'
}

/** Keeps offers: who chose another status than available, or is gone, loses them. */
export const keepsOffers = (agent: AgentState): boolean => isPresent(agent) && agent.status === 'available'

/** What who calls without being present is told. */
export const NOT_CONNECTED = 'You are not connected as far as is known: try again in a moment'
