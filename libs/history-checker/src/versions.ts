import type { Envelope, RoutedConversation, Transition } from '@inbox/contracts'
import type { Span } from './spans.ts'

/** A committed version of a conversation, as in its first event. */
export interface Version {
  conversation: RoutedConversation
  transition?: Transition
  /** When it was decided, in ms, but never before its predecessor; it is written a little later. */
  at: number
}

export type Versions = ReadonlyMap<string, readonly Version[]>

export const speaksOfConversation = ({ type, data }: Envelope): boolean =>
  (type.startsWith('conversation.') && 'conversation' in (data as object)) || type === 'message.appended'

/** The versions of each conversation, oldest first; all events of a version contain the same conversation. */
export function versionsOf(events: readonly Envelope[]): Versions {
  const found = new Map<string, Map<number, Version>>()
  for (const { key, version, data, occurredAt } of events.filter(speaksOfConversation)) {
    const { conversation, transition } = data as Version
    const ofConversation = found.get(key) ?? new Map<number, Version>()
    const known = ofConversation.get(version)
    ofConversation.set(version, {
      conversation,
      at: Date.parse(occurredAt),
      ...known,
      ...(transition && { transition })
    })
    found.set(key, ofConversation)
  }
  return new Map([...found].map(([id, of]) => [id, inSequence(of)]))
}

/** Each version is decided after the one before, even though clocks of processes differ by some milliseconds. */
function inSequence(of: ReadonlyMap<number, Version>): Version[] {
  let latest = 0
  return [...of]
    .sort(([a], [b]) => a - b)
    .map(([, version]) => {
      latest = Math.max(latest, version.at)
      return { ...version, at: latest }
    })
}

/** All numbered steps, with the state before and after. */
export const stepsOf = (versions: Versions) =>
  [...versions.values()].flatMap(of =>
    of.flatMap((version, index) =>
      version.transition ? [{ ...version, transition: version.transition, before: of[index - 1]?.conversation }] : []
    )
  )

/** Agents whose slots a conversation holds. */
export function holdersOf({ status, agent, offer }: Holding): string[] {
  if (status === 'ongoing') return agent ? [agent.id] : []
  return status === 'offered' ? [...(offer ? [offer.agentId] : []), ...(agent ? [agent.id] : [])] : []
}
interface Holding {
  status: string
  agent?: { id: string } | undefined
  offer?: { agentId: string } | undefined
}

/**
 * When conversations were what `names` says. A version is written at some time between its own time (read before the
 * write) and the next one's. `certainly` gives the time in which it must have been so: from the time of the second
 * version that says so, or `slackMs` after that of the first; `possibly` gives the time in which it may have been so.
 */
export function spansOf(
  versions: Versions,
  names: (conversation: RoutedConversation) => string[],
  sure: 'certainly' | 'possibly',
  slackMs: number
): Span[] {
  return [...versions.values()]
    .flatMap(of =>
      of.flatMap(({ conversation, at }, index) => {
        const before = of[index - 1]
        const next = of[index + 1]
        return names(conversation).map(name => {
          const known = before && names(before.conversation).includes(name)
          const late = sure === 'certainly' && !known ? slackMs : 0
          const longer = sure === 'possibly' ? slackMs : 0
          return { of: name, from: at + late, to: next ? next.at + longer : Number.POSITIVE_INFINITY }
        })
      })
    )
    .filter(({ from, to }) => from < to)
}
