import type { Role, Tab } from '@inbox/contracts'
import type { AgentState } from './agent.ts'
import { type AgentRef, assigneesOf, type Conversation } from './conversation.ts'

/** Who is signed in, a person or a bot, or a program with a service account, as far as conversations are concerned. */
export interface Reader {
  id: string
  name: string
  role: Role
  departmentIds: readonly string[]
  isProgram?: boolean
  bot?: NonNullable<AgentRef['bot']>
  /** What was known of them as an agent when they called. */
  agent?: AgentState
}

/** Supervisors and administrators see everything, in every tab. */
export const supervises = ({ role }: Pick<Reader, 'role'>): boolean => role !== 'agent'

/** Agents see what is theirs and their departments'. */
export const maySee = (reader: Reader, conversation: Conversation): boolean =>
  supervises(reader) ||
  reader.departmentIds.includes(conversation.departmentId) ||
  assigneesOf(conversation).includes(reader.id)

/** What somebody looks for. */
export interface ConversationFilter {
  departmentId?: string | undefined
  agentId?: string | undefined
  channelId?: string | undefined
}

/** Whose conversations a tab shows: a department's or everybody's, an agent's or everybody's. */
export interface TabFilter {
  /** Undefined = all departments. */
  departmentIds?: readonly string[]
  /** Undefined = whoever has them. */
  agentId?: string
  channelId?: string
}

/** Agents see their own work and their departments' waiting and inactive; supervisors everything, or one agent's. */
export function tabFilterOf(tab: Tab, reader: Reader, wanted: ConversationFilter): TabFilter {
  const { departmentId, channelId } = wanted
  const all = supervises(reader)
  // nothing is a program's own: of its departments it sees everybody's
  const own = !reader.isProgram && (tab === 'ongoing' || tab === 'myInbox')
  const agentId = all || reader.isProgram ? wanted.agentId : own ? reader.id : undefined
  const departments = departmentId !== undefined ? [departmentId] : undefined
  const allowed =
    all || own ? departments : (departments ?? reader.departmentIds).filter(id => reader.departmentIds.includes(id))
  return {
    ...(allowed && { departmentIds: allowed }),
    ...(agentId !== undefined && { agentId }),
    ...(channelId !== undefined && { channelId })
  }
}
