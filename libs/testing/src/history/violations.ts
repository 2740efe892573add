import type { ConversationSummary, DataOf, Envelope, Message, messageAppended, Transition } from '@inbox/contracts'
import { mostAtOnce, type Span } from './spans.ts'

/** What a run left behind: what was promised, what was published, and what the API says once everything is quiet. */
export interface History {
  /** Ids of the messages that were answered 202, inbound and outbound. */
  accepted: ReadonlySet<string>
  /** All of `queue.events`, in order of arrival. */
  events: readonly Envelope[]
  conversations: readonly ConversationSummary[]
  messages: readonly Message[]
  agents: readonly { id: string; departmentIds: string[]; limit: number; load: number }[]
  parked: readonly { origin: string; reason: string }[]
}

/** A committed version of a conversation, as its first event told it. */
interface Version {
  conversation: ConversationSummary
  transition?: Transition
  /** When it was decided, in ms. */
  at: number
}

const LIVE = ['queued', 'offered', 'ongoing', 'pending']
const speaksOfConversation = ({ type }: Envelope) => type.startsWith('conversation.') || type === 'message.appended'

/** What is wrong with a history; nothing = []. Every line starts with the number of the invariant that was broken. */
export function violationsOf(history: History): string[] {
  const versions = versionsOf(history.events)
  return [
    ...history.parked.map(({ origin, reason }) => `I13: a message of ${origin} was parked: ${reason}`),
    ...messagesOnce(history),
    ...everyVersionInOrder(history.events, history.conversations),
    ...stepsFollow(versions),
    ...oneLiveConversation(versions, history.conversations),
    ...slotsAndLimits(versions, history),
    ...offersToMembers(versions, history.agents)
  ]
}

/** The versions of each conversation, oldest first; every event of a version tells the same conversation. */
function versionsOf(events: readonly Envelope[]): Map<string, Version[]> {
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
  const sorted = (of: Map<number, Version>) => [...of].sort(([a], [b]) => a - b).map(([, version]) => version)
  return new Map([...found].map(([id, of]) => [id, sorted(of)]))
}

function messagesOnce({ accepted, messages, events }: History): string[] {
  const stored = Map.groupBy(messages, ({ id }) => id)
  const lost = [...accepted].filter(id => !stored.has(id)).map(id => `I8: message ${id} was accepted and is lost`)
  const doubled = [...stored].filter(([, copies]) => copies.length > 1)
  const appended = events.filter(({ type }) => type === 'message.appended') as Envelope<
    DataOf<typeof messageAppended>
  >[]
  const places = Map.groupBy(appended, ({ data }) => data.message.id)
  const moved = [...places].filter(([, told]) => new Set(told.map(({ key, version }) => `${key} ${version}`)).size > 1)
  const unsent = messages.filter(({ direction, status }) => direction === 'outbound' && status === 'queued')
  return [
    ...lost,
    ...doubled.map(([id, copies]) => `I8: message ${id} is stored ${copies.length} times`),
    ...moved.map(([id]) => `I8: message ${id} was appended more than once`),
    ...unsent.map(({ id }) => `I13: reply ${id} was never delivered`)
  ]
}

function everyVersionInOrder(events: readonly Envelope[], conversations: readonly ConversationSummary[]): string[] {
  const told = Map.groupBy(events.filter(speaksOfConversation), ({ key }) => key)
  const known = new Set(conversations.map(({ id }) => id))
  const lost = [...told.keys()].filter(id => !known.has(id)).map(id => `I13: conversation ${id} is lost`)
  const wrong = conversations.flatMap(({ id, version }) => {
    const firsts = [...new Set((told.get(id) ?? []).map(event => event.version))]
    const missing = Array.from({ length: version }, (_, index) => index + 1).filter(each => !firsts.includes(each))
    const later = firsts.filter(each => each > version)
    return [
      ...missing.map(each => `I11: version ${each} of conversation ${id} was never published`),
      ...later.map(each => `I13: conversation ${id} fell back to ${version} after ${each} was published`),
      ...firsts
        .filter((each, index) => index > 0 && each < firsts[index - 1]!)
        .map(each => `I11: version ${each} of conversation ${id} came after a newer one`)
    ]
  })
  const ids = Map.groupBy(events.filter(speaksOfConversation), event => `${event.key} ${event.version} ${event.type}`)
  const forked = [...ids].filter(([, same]) => new Set(same.map(({ id }) => id)).size > 1)
  return [...lost, ...wrong, ...forked.map(([what]) => `I11: two different events say ${what}`)]
}

/** Each step begins at the status where the one before it ended. */
function stepsFollow(versions: Map<string, Version[]>): string[] {
  return [...versions].flatMap(([id, of]) =>
    of.flatMap(({ transition, conversation }, index) => {
      const before = of[index - 1]?.conversation.status ?? null
      const from = transition ? transition.from : before
      if (from === before && (transition?.to ?? before) === conversation.status) return []
      return [
        `I11: conversation ${id} went from ${before} to ${conversation.status} by ${transition?.rule ?? 'nothing'}`
      ]
    })
  )
}

function oneLiveConversation(
  versions: Map<string, Version[]>,
  conversations: readonly ConversationSummary[]
): string[] {
  const isLive = ({ status }: ConversationSummary) => LIVE.includes(status)
  const spans = [...versions.values()].flatMap(of => spansOf(of, it => (isLive(it) ? [it.contact.id] : [])))
  const now = Map.groupBy(conversations.filter(isLive), ({ contact }) => contact.id)
  return [
    ...[...Map.groupBy(spans, ({ of }) => of)]
      .filter(([, all]) => mostAtOnce(all) > 1)
      .map(([contact]) => `I1: contact ${contact} had two live conversations at once`),
    ...[...now]
      .filter(([, live]) => live.length > 1)
      .map(([contact, live]) => `I1: contact ${contact} has ${live.length} live conversations`)
  ]
}

/** Agents whose slots a conversation holds. */
function holders({ status, agent, offer }: ConversationSummary): string[] {
  if (status === 'ongoing') return agent ? [agent.id] : []
  return status === 'offered' ? [...(offer ? [offer.agentId] : []), ...(agent ? [agent.id] : [])] : []
}

function slotsAndLimits(versions: Map<string, Version[]>, { conversations, agents }: History): string[] {
  const spans = Map.groupBy(
    [...versions.values()].flatMap(of => spansOf(of, holders)),
    ({ of }) => of
  )
  const held = Map.groupBy(conversations.flatMap(holders), id => id)
  return agents.flatMap(({ id, load, limit }) => {
    const most = mostAtOnce(spans.get(id) ?? [])
    const holds = held.get(id)?.length ?? 0
    return [
      ...(load === holds ? [] : [`I2: agent ${id} holds ${load} slots for ${holds} conversations`]),
      ...(load <= limit ? [] : [`I3: agent ${id} holds ${load} slots of ${limit}`]),
      ...(most <= limit ? [] : [`I3: agent ${id} held ${most} conversations at once, of ${limit}`])
    ]
  })
}

function offersToMembers(versions: Map<string, Version[]>, agents: History['agents']): string[] {
  const departmentsOf = new Map(agents.map(({ id, departmentIds }) => [id, departmentIds]))
  return [...versions.values()]
    .flat()
    .flatMap(({ conversation: { id, departmentId, offer } }) =>
      !offer || departmentsOf.get(offer.agentId)?.includes(departmentId)
        ? []
        : [`I4: conversation ${id} was offered to ${offer.agentId}, who is no member of ${departmentId}`]
    )
}

/**
 * When conversations certainly were what `names` says. A version is committed between its own time (which is read before
 * the write) and the next one's; so what two versions in a row say was true from the time of the second to the third's.
 */
function spansOf(of: readonly Version[], names: (conversation: ConversationSummary) => string[]): Span[] {
  return of.flatMap(({ conversation, at }, index) => {
    const before = of[index - 1]
    const still = before ? names(before.conversation).filter(name => names(conversation).includes(name)) : []
    return still.map(name => ({ of: name, from: at, to: of[index + 1]?.at ?? Number.POSITIVE_INFINITY }))
  })
}
