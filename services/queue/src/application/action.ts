import type { HandOverContext } from '@inbox/contracts'
import type { Clock, Rejection, Result } from '@inbox/kernel'
import type { Reader } from '../domain/access.ts'
import type { AgentState } from '../domain/agent.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Command } from '../domain/decide.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'

/** Who asks for something, and the conversation as it is now. */
export interface ActionRequest<Input> {
  reader: Reader
  input: Input
  conversation: Conversation
}

/** Who gets the work, and a slot of theirs that is free as far as is known. */
export interface Assignee {
  agent: AgentState
  slot: string
}

/** What actions look things up in. */
export interface Sources {
  departments: Pick<Departments, 'get'>
  agents: Pick<Agents, 'get' | 'isAttended'>
  conversations: Pick<Conversations, 'isHead'>
  clock: Clock
}

export type CommandResult = Result<Command, Rejection> | Promise<Result<Command, Rejection>>

/** Turns what a person asks of a conversation into a command; called again after every conflict. */
export type Action<Input> = (asked: ActionRequest<Input>, sources: Sources) => CommandResult

/** An action by which an agent gets work. */
export interface Assignment<Input> {
  to: 'caller' | ((input: Input) => string)
  command: (asked: ActionRequest<Input> & Assignee, sources: Sources) => CommandResult
}

export const noteOf = (note: string | undefined): { note?: string } => (note === undefined ? {} : { note })

/** The words of a hand-over, for those who get the conversation. */
export interface HandOverWords {
  note?: string | undefined
  context?: HandOverContext | undefined
}
export const wordsOf = ({ note, context }: HandOverWords = {}) => ({ ...noteOf(note), ...(context && { context }) })
