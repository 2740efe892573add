import type { Role } from '@inbox/contracts'
import { assigneesOf, type Conversation } from './conversation.ts'

/** A signed-in human, as far as conversations are concerned. */
export interface Reader {
  id: string
  name: string
  role: Role
  departmentIds: readonly string[]
}

/** Supervisors and administrators see everything, in every tab. */
export const supervises = ({ role }: Pick<Reader, 'role'>): boolean => role !== 'agent'

/** Agents see what is theirs and their departments'. */
export const maySee = (reader: Reader, conversation: Conversation): boolean =>
  supervises(reader) ||
  reader.departmentIds.includes(conversation.departmentId) ||
  assigneesOf(conversation).includes(reader.id)
