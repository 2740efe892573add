import type { Envelope } from '@inbox/contracts'
import { type History, wasHeard } from './history.ts'
import { mostAtOnce } from './spans.ts'
import { spansOf, speaksOfConversation, stepsOf, type Versions } from './versions.ts'

const LIVE = ['queued', 'offered', 'ongoing', 'pending']

type About = { contact: { id: string }; thread?: { id: string } | undefined }

/** Who a conversation is with, and its thread. */
const topicOf = ({ contact, thread }: About): string => (thread ? `${contact.id} about ${thread.id}` : contact.id)

/** I1: a contact has at most one live conversation per thread. */
export function oneLiveConversation(versions: Versions, { conversations, rules }: History): string[] {
  const spans = spansOf(
    versions,
    conversation => (LIVE.includes(conversation.status) ? [topicOf(conversation)] : []),
    'certainly',
    rules.slackMs
  )
  const now = Map.groupBy(
    conversations.filter(({ status }) => LIVE.includes(status)),
    topicOf
  )
  return [
    ...[...Map.groupBy(spans, ({ of }) => of)]
      .filter(([, all]) => mostAtOnce(all) > 1)
      .map(([contact]) => `I1: contact ${contact} had two live conversations at once`),
    ...[...now]
      .filter(([, live]) => live.length > 1)
      .map(([contact, live]) => `I1: contact ${contact} has ${live.length} live conversations`)
  ]
}

/** I11: every version was published, none before an older one, and each is unambiguous. I13: nothing is lost. */
export function everyVersionInOrder(history: History): string[] {
  const { events, conversations } = history
  if (!wasHeard(history)) return []
  const told = Map.groupBy(events.filter(speaksOfConversation), ({ key }) => key)
  const known = new Set(conversations.map(({ _id }) => _id))
  const lost = [...told.keys()].filter(id => !known.has(id)).map(id => `I13: conversation ${id} is lost`)
  return [...lost, ...conversations.flatMap(({ _id, version }) => inOrder(_id, version, told.get(_id) ?? []))]
}

function inOrder(id: string, version: number, told: readonly Envelope[]): string[] {
  const firsts = [...new Set(told.map(event => event.version))]
  const all = Array.from({ length: version }, (_, index) => index + 1)
  const forked = [...Map.groupBy(told, event => `${event.version} ${event.type}`)].filter(
    ([, same]) => new Set(same.map(event => event.id)).size > 1
  )
  return [
    ...all
      .filter(each => !firsts.includes(each))
      .map(each => `I11: version ${each} of conversation ${id} was never published`),
    ...firsts
      .filter(each => each > version)
      .map(each => `I13: conversation ${id} fell back to ${version} after ${each} was published`),
    ...firsts
      .filter((each, index) => index > 0 && each < firsts[index - 1]!)
      .map(each => `I11: version ${each} of conversation ${id} came after a newer one`),
    ...forked.map(([what]) => `I11: two different events say ${what} of conversation ${id}`)
  ]
}

/** I11: each step begins at the status where the previous one ended, and the history that agents read agrees. */
export function stepsFollow(versions: Versions, history: History): string[] {
  const { transitions } = history
  if (!wasHeard(history)) return []
  const broken = [...versions].flatMap(([id, of]) =>
    of.flatMap(({ transition, conversation }, index) => {
      const before = of[index - 1]?.conversation.status ?? null
      const from = transition ? transition.from : before
      if (from === before && (transition?.to ?? before) === conversation.status) return []
      return [
        `I11: conversation ${id} went from ${before} to ${conversation.status} by ${transition?.rule ?? 'nothing'}`
      ]
    })
  )
  const recorded = new Set(transitions.map(({ conversationId, version }) => `${conversationId}:${version}`))
  const told = new Set(stepsOf(versions).map(({ conversation: { id, version } }) => `${id}:${version}`))
  return [
    ...broken,
    ...[...told]
      .filter(step => !recorded.has(step))
      .map(step => `I11: step ${step} was published and is not in the history`),
    ...[...recorded]
      .filter(step => !told.has(step))
      .map(step => `I11: step ${step} is in the history and was never published`)
  ]
}

/** I11: nothing is left to be published. */
export const everythingSent = ({ conversations }: History): string[] =>
  conversations
    .filter(({ outbox }) => outbox.length > 0)
    .map(({ _id, outbox }) => `I11: ${outbox.length} events of conversation ${_id} were never sent`)
