import type { conversationQueued, DataOf, Envelope, messageAppended } from '@inbox/contracts'
import type { Agents } from '../store/agents.ts'
import type { History, Recorded } from '../store/history.ts'
import type { Messages } from '../store/messages.ts'

interface Stores {
  messages: Pick<Messages, 'record'>
  history: Pick<History, 'record'>
  agents: Pick<Agents, 'countMiss' | 'forgiveMisses'>
  onMiss: (agentId: string, departmentId: string, misses: number) => void
}

/**
 * Stores what events say in the collections beside the conversation, before they are published and trimmed. Whatever
 * crashes in between, an event is in its outbox until this has run, and running it again changes nothing.
 */
export const recorder =
  ({ messages, history, agents, onMiss }: Stores) =>
  async (envelopes: Envelope[]): Promise<void> => {
    const appended = envelopes.filter(({ type }) => type === 'message.appended') as Envelope<
      DataOf<typeof messageAppended>
    >[]
    const steps = envelopes.filter(({ data }) => (data as { transition?: unknown }).transition) as Envelope<
      DataOf<typeof conversationQueued>
    >[]
    await Promise.all([
      messages.record(
        appended.map(({ data }) => ({ message: data.message, departmentId: data.conversation.departmentId }))
      ),
      history.record(steps.map(toRecorded)),
      ...steps.map(({ data }) => recordMisses(data))
    ])

    async function recordMisses({ conversation, transition }: DataOf<typeof conversationQueued>): Promise<void> {
      const { rule, cause, offerId, previousAgentId, actor } = transition
      if (cause === 'deadline' && offerId && previousAgentId) {
        onMiss(previousAgentId, conversation.departmentId, await agents.countMiss(previousAgentId, offerId))
      }
      if ((rule === 'T6' || rule === 'T19') && actor.id) await agents.forgiveMisses(actor.id)
    }
  }

const toRecorded = ({ key, version, data }: Envelope<DataOf<typeof conversationQueued>>): Recorded => ({
  ...data.transition,
  conversationId: key,
  version
})
