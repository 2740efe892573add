import type { DataOf, Envelope, messageAppended, messageStatusChanged } from '@inbox/contracts'
import { eventsOf, type History, wasHeard } from './history.ts'

type Appended = Envelope<DataOf<typeof messageAppended>>

/** I8: every accepted message is stored once, in the conversation whose event reported it. */
export function messagesOnce(history: History): string[] {
  const { accepted, messages, conversations, events } = history
  const stored = new Map(messages.map(message => [message._id, message]))
  const contactOf = new Map(conversations.map(({ _id, contact }) => [_id, contact.id]))
  const goesOnIn = new Map(conversations.map(({ _id, continuedIn }) => [_id, continuedIn]))
  const placeOf = (id: string): string => {
    const next = goesOnIn.get(id)
    return next === undefined ? id : placeOf(next)
  }
  // for an erased message, nobody knows its channel's id any more
  const inbound = messages.filter(
    ({ direction, providerMessageId }) => direction === 'inbound' && providerMessageId !== undefined
  )
  const copies = Map.groupBy(
    inbound,
    ({ conversationId, providerMessageId }) => `${contactOf.get(conversationId)} ${providerMessageId}`
  )
  const told = Map.groupBy(eventsOf<Appended['data']>(events, 'message.appended'), ({ data }) => data.message.id)
  const untold = wasHeard(history) ? [...stored.keys()].filter(id => !told.has(id)) : []
  return [
    ...[...accepted].filter(id => !stored.has(id)).map(id => `I8: message ${id} was accepted and is lost`),
    ...[...copies.values()]
      .filter(same => same.length > 1)
      .map(([first, ...more]) => `I8: message ${first!._id} is stored again as ${more.map(({ _id }) => _id).join()}`),
    ...[...told]
      .filter(([, events]) => new Set(events.map(({ key, version }) => `${key} ${version}`)).size > 1)
      .map(([id]) => `I8: message ${id} was appended more than once`),
    ...[...told]
      .filter(([id, events]) => stored.get(id)?.conversationId !== placeOf(events[0]!.key))
      .map(([id, events]) => `I8: message ${id} was appended to ${events[0]!.key} and is not stored there`),
    ...untold.map(id => `I11: message ${id} was stored but never announced`)
  ]
}

const STEPS = ['queued', 'uncertain', 'sent', 'failed', 'delivered', 'read', 'played']

/** I9: nothing leaves after its session window, or is shown as sent although refused. I13: no answer disappears. */
export function answersLeaveInTime({ events, messages, rules }: History): string[] {
  const stored = new Map(messages.map(message => [message._id, message]))
  const outbound = eventsOf<Appended['data']>(events, 'message.appended').filter(
    // an echo was answered elsewhere and did not leave from here
    ({ data }) => data.message.direction === 'outbound' && !data.message.echo
  )
  const endOf = lastKnownEnds(events)
  const late = eventsOf<{ messageId: string; conversationId: string; at: string }>(events, 'delivery.sent').filter(
    ({ data }) => Date.parse(data.at) >= (endOf.get(data.conversationId) ?? Number.POSITIVE_INFINITY) + rules.slackMs
  )
  const requested = new Set(
    eventsOf<{ messageId: string }>(events, 'delivery.requested').map(({ data }) => data.messageId)
  )
  const refused = eventsOf<{ messageId: string }>(events, 'delivery.failed').map(({ data }) => data.messageId)
  return [
    ...outbound
      .filter(({ data: { conversation, message } }) => message.sentAt >= (conversation.window?.expiresAt ?? '~'))
      .map(({ data }) => `I9: answer ${data.message.id} was accepted after the end of its session window`),
    ...late.map(({ data }) => `I9: answer ${data.messageId} left after the end of its session window`),
    ...refused
      // an answer that somebody has sent again may have arrived since
      .filter(id => !stored.get(id)?.sentAgain && !goesForward('sent', stored.get(id)?.status ?? 'queued'))
      .map(id => `I9: answer ${id} was refused but is shown as ${stored.get(id)?.status}`),
    ...statusesGoForward(events),
    ...outbound
      .map(({ data }) => data.message.id)
      .filter(id => !requested.has(id))
      .map(id => `I13: nobody was asked to deliver answer ${id}`)
  ]
}

/** The latest end of a conversation's session window in any version, in ms. */
function lastKnownEnds(events: readonly Envelope[]): Map<string, number> {
  const ends = new Map<string, number>()
  for (const { key, data } of events as Appended[]) {
    const expiresAt = data.conversation?.window?.expiresAt
    if (expiresAt !== undefined) ends.set(key, Math.max(ends.get(key) ?? 0, Date.parse(expiresAt)))
  }
  return ends
}

function statusesGoForward(events: readonly Envelope[]): string[] {
  const changes = eventsOf<DataOf<typeof messageStatusChanged>>(events, 'message.statusChanged')
  const told = Map.groupBy(changes, ({ key, data }) => `${key} ${data.message.sentAgain ?? ''}`.trim())
  return [...told].flatMap(([id, all]) => {
    const byVersion = new Map(all.map(({ version, data }) => [version, data.message.status ?? 'queued']))
    const statuses = [...byVersion].sort(([a], [b]) => a - b).map(([, status]) => status)
    return (
      statuses
        .slice(1)
        // an uncertain answer that is left as it is is reported again
        .filter((status, index) => !goesForward(statuses[index]!, status) && status !== 'uncertain')
        .map(status => `I9: answer ${id} went back to ${status}`)
    )
  })
}

const goesForward = (from: string, to: string): boolean => STEPS.indexOf(to) > STEPS.indexOf(from)
