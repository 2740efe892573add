import type { Envelope, RoutedConversation, Transition } from '@inbox/contracts'
import { type History, type StoredConversation, standardRules } from './history.ts'

const BEGIN = Date.parse('2030-01-01T09:00:00.000Z')
/** The instant `seconds` after the beginning. */
export const after = (seconds: number): string => new Date(BEGIN + seconds * 1000).toISOString()

type State = Partial<RoutedConversation>
/** A step's other fields; `at` in seconds since the beginning. */
type Step = Partial<Omit<Transition, 'at'>> & { at?: number }

export const offered = { status: 'offered', offer: { id: 'o1', agentId: 'ana', kind: 'automatic' } } as const
export const ongoing = { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } } as const
export const ana = { _id: 'ana', departmentIds: ['sales'], limit: 1 }
export const routing = { priority: 0, offerNumber: 1, excludedAgentIds: [] as string[] }

export const conversation = (version: number, more: State = {}): RoutedConversation => ({
  id: 'c1',
  referenceNumber: 'p',
  version,
  status: 'queued',
  departmentId: 'sales',
  unread: 1,
  tags: [],
  routing,
  channel: { id: 'ch', kind: 'whatsapp', name: 'W' },
  contact: { id: 'zoe', externalId: 'z' },
  enqueuedAt: after(0),
  ...more
})

export const event = (type: string, key: string, version: number, seconds: number, data: object): Envelope => ({
  id: `${type} ${key} ${version}`,
  type,
  key,
  version,
  occurredAt: after(seconds),
  data,
  correlationId: 'x',
  causationId: null
})

/** The events of a conversation that passes through these states, ten seconds apart unless a step has `at`. */
export function told(states: readonly (readonly [State, Step?])[], id = 'c1'): Envelope[] {
  let from: Transition['from'] = null
  return states.map(([state, { at, ...step } = {}], index) => {
    const now = conversation(index + 1, { id, ...state })
    const seconds = at ?? index * 10
    const actor = { kind: 'system' } as const
    const transition = {
      rule: now.status === 'offered' ? 'T3' : 'T1',
      from,
      to: now.status,
      cause: 'c',
      actor,
      at: after(seconds),
      ...step
    }
    from = now.status
    return event(`conversation.${now.status}`, id, index + 1, seconds, { conversation: now, transition })
  })
}

/** One conversation from arrival to close. */
export const life = (id = 'c1', more: State = {}): Envelope[] =>
  told(
    [{}, offered, ongoing, { ...ongoing, status: 'pending' as const }, ongoing, { status: 'closed' as const }].map(
      state => [{ ...state, ...more }] as const
    ),
    id
  )

export const stored = (version: number, more: Partial<StoredConversation> = {}): StoredConversation => ({
  _id: 'c1',
  version,
  status: 'closed',
  contact: { id: 'zoe' },
  outbox: [],
  ...more
})

/** A history without violations, unless `more` adds some; the stored history matches the events. */
export function history(more: Partial<History> = {}): History {
  const events = more.events ?? life()
  const steps = events.filter(({ data }) => 'transition' in (data as object))
  const transitions = [...new Set(steps.map(({ key, version }) => `${key}:${version}`))]
    .map(step => step.split(':') as [string, string])
    .map(([conversationId, version]) => ({ conversationId, version: Number(version) }))
  return {
    accepted: new Set(),
    events,
    conversations: [stored(6)],
    messages: [],
    transitions,
    agents: [ana],
    departments: [],
    parked: [],
    callsForHelp: [],
    rules: standardRules,
    readAt: Date.parse(after(1000)),
    ...more
  }
}

/** A presence event about Ana; `at` in seconds since the beginning. */
export const presence = (version: number, at: number, more: object): Envelope =>
  event('presence.changed', 'ana', version, at, {
    agentId: 'ana',
    version,
    status: 'available',
    link: 'connected',
    since: after(at),
    cause: 'connected',
    ...more
  })
