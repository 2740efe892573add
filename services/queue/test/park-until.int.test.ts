import {
  acceptConversation,
  type ConversationSummary,
  listHistory,
  type ParkedUntil,
  parkConversation,
  type Transition
} from '@inbox/contracts'
import { freePort } from '@inbox/devstack'
import { newId } from '@inbox/runtime'
import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { agent, department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const boss = user('boss', 'supervisor')
const names = ['ana', 'rui', 'leo', 'eva', 'ivo', 'liv']

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: 2,
    agents: names.map(name => agent(name, { limit: 1 })),
    departments: [department('support', 'manual')]
  })
  for (const name of names) await queue.presentSoon(name)
  await queue.allPresent(names)
}, 60_000)
afterAll(() => queue[Symbol.asyncDispose]())

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const LATER_MS = 3_600_000
const statusIs = (id: string, status: string) =>
  waitFor(async () => {
    const { conversation } = await queue.stored(id)
    return conversation?.status === status ? conversation : undefined
  })
const write = (contact: string) => queue.post({ contact: { id: contact }, departmentId: 'support' })

/** A conversation accepted by an agent. */
async function ongoingOf(name: string): Promise<ConversationSummary> {
  const externalId = newId()
  await write(externalId)
  const { id } = await waitFor(async () =>
    (await queue.list('queue', boss)).find(({ contact }) => contact.externalId === externalId)
  )
  const taken = await queue.call(acceptConversation, { params: { id }, actor: user(name) })
  if (!taken.ok) throw new Error(taken.error.detail)
  return taken.value as ConversationSummary
}
type Calls = Pick<QueueUnderTest, 'call'>
const park = ({ id, agent: owner }: ConversationSummary, until?: ParkedUntil, by: Calls = queue) =>
  by.call(parkConversation, { params: { id }, body: until ? { until } : {}, actor: user(owner!.id) })
/** Parks until a moment that is still ahead when the call is handled, even on a busy machine. */
async function parkForAMoment(conversation: ConversationSummary, by: Calls = queue): Promise<string> {
  for (let ms = 1000; ; ms *= 2) {
    const until = inMs(ms)
    const parked = await park(conversation, until, by)
    if (parked.ok) {
      expect(parked.value).toMatchObject({ status: 'pending', parkedUntil: until })
      return until
    }
    expect(parked.error).toMatchObject({ status: 422 })
  }
}
async function lastStepOf(id: string): Promise<Transition> {
  const history = await queue.call(listHistory, { params: { id }, actor: boss })
  if (!history.ok) throw new Error(history.error.detail)
  return (history.value as { items: Transition[] }).items.at(-1)!
}

it('a conversation parked until a time shows it, and returns to its owner then, not earlier and only once', async () => {
  const conversation = await ongoingOf('ana')
  const until = await parkForAMoment(conversation)
  await statusIs(conversation.id, 'ongoing')
  const step = await lastStepOf(conversation.id)
  expect(step).toMatchObject({ rule: 'T24', cause: 'parkEnded', actor: { kind: 'system' }, from: 'pending' })
  const lateMs = Date.parse(step.at) - Date.parse(until)
  expect(lateMs).toBeGreaterThanOrEqual(0)
  expect(lateMs).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  await queue.atRest()
  const told = queue.seen.filter(({ key, data }) => key === conversation.id && 'transition' in (data as object))
  // delivery is at least once
  const once = [...new Map(told.map(event => [event.id, event])).values()]
  expect(once.map(({ type }) => type.replace('conversation.', ''))).toEqual(['queued', 'started', 'parked', 'resumed'])
})

it('it goes to Queue, for its owner first, if they have no room or are away by then', async () => {
  const full = await ongoingOf('rui')
  await park(full)
  await ongoingOf('rui')
  await parkForAMoment(full)
  const left = await ongoingOf('leo')
  await queue.present('leo', { status: 'break' })
  await parkForAMoment(left)
  for (const { id, agent: owner, enqueuedAt } of [full, left]) {
    const waiting = await statusIs(id, 'queued')
    expect(waiting).toMatchObject({ preferredAgentId: owner!.id, enqueuedAt: new Date(enqueuedAt) })
    expect(await lastStepOf(id)).toMatchObject({ rule: 'T24', to: 'queued', previousAgentId: owner!.id })
  }
})

it.each<[string, () => ParkedUntil]>([
  ['until a distant time', () => inMs(LATER_MS)],
  ['until the contact writes', () => 'contactWrites']
])('a conversation parked %s returns as soon as the contact writes', async (_title, until) => {
  const conversation = await ongoingOf('eva')
  await park(conversation, until())
  await write(conversation.contact.externalId!)
  expect(await statusIs(conversation.id, 'ongoing')).toMatchObject({ agent: { id: 'eva' } })
  expect(await lastStepOf(conversation.id)).toMatchObject({ rule: 'T24', cause: 'contactWrote' })
  // one parked without an end stays
  await park(conversation)
  await write(conversation.contact.externalId!)
  await waitFor(async () => (await queue.stored(conversation.id)).messages.length === 3)
  await queue.atRest()
  expect(await statusIs(conversation.id, 'pending')).not.toHaveProperty('comesBack')
})

it('parked again with another time, it returns at that time', async () => {
  const conversation = await ongoingOf('ivo')
  await park(conversation, inMs(LATER_MS))
  await parkForAMoment(conversation)
  await statusIs(conversation.id, 'ongoing')
  expect(await park(conversation, inMs(-1000))).toMatchObject({
    ok: false,
    error: { status: 422, detail: expect.stringContaining('until') }
  })
})

it('I13: what was parked through a process that was killed returns through another', async () => {
  const conversation = await ongoingOf('liv')
  await using dying = await queue.spawnAt(await freePort())
  await parkForAMoment(conversation, dying.client)
  await dying[Symbol.asyncDispose]()
  expect(await statusIs(conversation.id, 'ongoing')).toMatchObject({ agent: { id: 'liv' } })
})
