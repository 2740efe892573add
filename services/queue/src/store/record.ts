import type {
  conversationNoted,
  conversationQueued,
  conversationRated,
  DataOf,
  Envelope,
  messageAppended
} from '@inbox/contracts'
import { type Fact, factOf, factOfRating } from '../domain/fact.ts'
import type { Agents } from './agents.ts'
import type { Drafts } from './drafts.ts'
import type { History, Recorded } from './history.ts'
import type { Messages } from './messages.ts'
import type { Notes } from './notes.ts'
import type { Ratings } from './ratings.ts'

interface Stores {
  messages: Pick<Messages, 'record'>
  history: Pick<History, 'record'>
  notes: Pick<Notes, 'record'>
  ratings: Ratings
  drafts: Pick<Drafts, 'clear'>
  agents: Pick<Agents, 'countMiss' | 'forgiveMisses'>
  onMiss: (agentId: string, departmentId: string, misses: number) => void
}

/**
 * Stores the contents of events in the collections beside the conversation, before they are published and trimmed.
 * Whatever crashes in between, an event stays in its outbox until this has run; it is idempotent.
 */
export const createRecord =
  ({ messages, history, notes, ratings, drafts, agents, onMiss }: Stores) =>
  async (envelopes: Envelope[]): Promise<void> => {
    const appended = envelopes.filter(({ type }) => type === 'message.appended') as Envelope<
      DataOf<typeof messageAppended>
    >[]
    const steps = envelopes.filter(({ data }) => (data as { transition?: unknown }).transition) as Envelope<
      DataOf<typeof conversationQueued>
    >[]
    const noted = envelopes.filter(({ type }) => type === 'conversation.noted') as Envelope<
      DataOf<typeof conversationNoted>
    >[]
    const rated = envelopes.filter(({ type }) => type === 'conversation.rated') as Envelope<
      DataOf<typeof conversationRated>
    >[]
    await Promise.all([
      messages.record(
        appended.map(({ data: { message, conversation } }) => ({
          message,
          departmentId: conversation.departmentId,
          channel: conversation.channel
        }))
      ),
      history.record(steps.map(toRecorded)),
      notes.record(
        noted.map(({ data: { note, departmentId } }) => ({ note: { ...note, at: new Date(note.at) }, departmentId }))
      ),
      ratings.record(
        rated.map(({ key, data: { conversation, rating } }) => ({
          _id: key,
          stars: rating.stars,
          fact: factOfRating(conversation, rating)
        }))
      ),
      ...steps.map(({ data }) => recordMisses(data)),
      ...answersOf(appended, steps).map(({ conversationId, at }) => drafts.clear(conversationId, new Date(at)))
    ])

    async function recordMisses({ conversation, transition }: DataOf<typeof conversationQueued>): Promise<void> {
      const { cause, offerId, previousAgentId, actor } = transition
      if (cause === 'deadline' && offerId && previousAgentId) {
        onMiss(previousAgentId, conversation.departmentId, await agents.countMiss(previousAgentId, offerId))
      }
      if (cause === 'accepted' && actor.id) await agents.forgiveMisses(actor.id)
    }
  }

/** What makes drafts obsolete: an answer was sent, or none is expected any more. */
const answersOf = (
  appended: Envelope<DataOf<typeof messageAppended>>[],
  steps: Envelope<DataOf<typeof conversationQueued>>[]
) => [
  ...appended
    .map(({ data }) => data.message)
    .filter(({ direction, author, echo }) => direction === 'outbound' && author.kind === 'agent' && !echo)
    .map(({ conversationId, sentAt }) => ({ conversationId, at: sentAt })),
  ...steps
    .filter(({ data }) => data.transition.to === 'closed')
    .map(({ key, data }) => ({ conversationId: key, at: data.transition.at }))
]

const toRecorded = ({
  key,
  version,
  data
}: Envelope<DataOf<typeof conversationQueued>>): Recorded & { fact: Fact } => ({
  ...data.transition,
  conversationId: key,
  version,
  fact: factOf(data.conversation, data.transition)
})
