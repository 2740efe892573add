import { type SourceState, sourceStateOf } from '../domain/agent.ts'
import { agentOf, type Conversation } from '../domain/conversation.ts'
import type { Agents } from '../store/agents.ts'

/** The current state of the agent who hands a conversation over. */
export async function sourceOf(conversation: Conversation, agents: Pick<Agents, 'get'>): Promise<SourceState> {
  const source = agentOf(conversation)
  return sourceStateOf(source ? await agents.get(source.id) : null)
}
