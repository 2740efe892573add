import type { Agent, DataOf, presenceChanged } from '@inbox/contracts'
import { eventsOf, type History } from './history.ts'
import { common, lengthOf, type Span } from './spans.ts'
import { spansOf, stepsOf, type Versions } from './versions.ts'

type Presence = DataOf<typeof presenceChanged>
const WITHIN_MS = 1000

/** What presence reported of each agent, in the order of its versions, and how long it held. */
export function presenceOf({ events }: History): (Span & { presence: Presence })[] {
  const told = Map.groupBy(eventsOf<Presence>(events, 'presence.changed'), ({ key }) => key)
  return [...told].flatMap(([of, all]) => {
    const sorted = [...new Map(all.map(event => [event.version, event])).values()].sort((a, b) => a.version - b.version)
    return sorted.map(({ data: presence, occurredAt }, index) => ({
      of,
      presence,
      from: Date.parse(occurredAt),
      to: Date.parse(sorted[index + 1]?.occurredAt ?? '9999-01-01')
    }))
  })
}

const isGone = ({ link, status }: Presence) => link === 'disconnected' || status === 'loggedOut'

/** I6: an agent who is gone holds nothing. The source of an offered transfer only has a claim. */
export function nothingWithTheGone(versions: Versions, history: History): string[] {
  const gone = Map.groupBy(
    presenceOf(history).filter(({ presence }) => isGone(presence)),
    ({ of }) => of
  )
  const held = spansOf(
    versions,
    ({ status, agent, offer, id }) =>
      status === 'ongoing' ? [`${agent?.id} ${id}`] : status === 'offered' ? [`${offer?.agentId} ${id}`] : [],
    'certainly',
    history.rules.slackMs
  )
  return [...Map.groupBy(held, ({ of }) => of)].flatMap(([of, spans]) => {
    const [agentId, conversationId] = of.split(' ') as [string, string]
    const longest = Math.max(0, ...common(untilRead(spans, history), gone.get(agentId) ?? []).map(lengthOf))
    return longest <= WITHIN_MS + history.rules.slackMs
      ? []
      : [`I6: agent ${agentId} was gone and held conversation ${conversationId} for ${longest} ms more`]
  })
}

const untilRead = (spans: readonly Span[], { readAt }: History) =>
  spans.map(({ from, to }) => ({ from, to: Math.min(to, readAt) }))

/** I7: nobody loses work for being gone before presence says they are, and it never says so too early. */
export function nothingFromThePresent(versions: Versions, history: History): string[] {
  const told = presenceOf(history)
  if (told.length === 0) return []
  const left = eventsOf<{ agent: Agent }>(history.events, 'directory.agent.changed')
    .filter(({ data }) => !data.agent.active)
    .map(({ key, occurredAt }) => ({ of: key, from: Date.parse(occurredAt) }))
  const absences = [...told.filter(({ presence }) => isGone(presence)), ...left]
  const taken = stepsOf(versions).filter(({ transition }) => transition.cause === 'agentLost')
  return [
    ...taken
      .filter(
        ({ transition: { previousAgentId }, at }) =>
          !absences.some(gone => gone.of === previousAgentId && gone.from <= at)
      )
      .map(
        ({ conversation, transition }) =>
          `I7: conversation ${conversation.id} was taken from ${transition.previousAgentId}, who was present`
      ),
    ...told
      .filter(
        ({ presence: { cause, aliveUntil }, from }) =>
          cause === 'lost' && aliveUntil && from - Date.parse(aliveUntil) < history.rules.presenceTimeoutMs
      )
      .map(
        ({ of, from, presence }) =>
          `I7: agent ${of} was demoted ${from - Date.parse(presence.aliveUntil!)} ms after the last proof of life`
      )
  ]
}
