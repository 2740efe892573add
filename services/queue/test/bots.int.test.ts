import {
  acceptConversation,
  type ConversationSummary,
  conversationQueued,
  getMonitor,
  getVisitorChat,
  listHistory,
  returnConversation,
  type Transition
} from '@inbox/contracts'
import { freePort } from '@inbox/devstack'
import { newId } from '@inbox/runtime'
import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { agent, department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const SILENT_SECONDS = 2
const bot = user('robot')
const ana = user('ana')
const boss = user('boss', 'supervisor')

let queue: QueueUnderTest
let running: Awaited<ReturnType<QueueUnderTest['spawnAt']>>
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: 0,
    agents: [agent('ana'), agent('robot', { bot: { silentSeconds: SILENT_SECONDS } })],
    departments: [{ ...department('support', 'manual'), botId: 'robot' }]
  })
  running = await queue.spawnAt(await freePort())
  for (const each of ['ana', 'robot']) await queue.presentSoon(each)
  await waitFor(async () => {
    const monitor = await running.client.call(getMonitor, { actor: boss })
    return monitor.ok && monitor.value.agents.every(({ link }) => link === 'connected')
  })
}, 60_000)
afterAll(async () => {
  await running?.[Symbol.asyncDispose]()
  await queue?.[Symbol.asyncDispose]()
})

/** A conversation taken by the bot, in a department where people pick. */
async function takenByBot(): Promise<string> {
  const contact = { id: newId() }
  await queue.post({ contact })
  const begun = await waitFor(() =>
    queue.seen
      .map(({ data }) => (data as { conversation?: ConversationSummary }).conversation)
      .find(conversation => conversation?.contact.externalId === contact.id)
  )
  await queue.offer(begun, 'robot')
  const accepted = await waitFor(async () => {
    const answer = await running.client.call(acceptConversation, { params: { id: begun.id }, body: {}, actor: bot })
    return answer.ok && answer
  })
  expect(accepted.value).toMatchObject({ status: 'ongoing', agent: { id: 'robot', bot: true } })
  return begun.id
}
const stepsOf = async (id: string): Promise<Transition[]> => {
  const history = await running.client.call(listHistory, { params: { id }, actor: boss })
  return history.ok ? (history.value as { items: Transition[] }).items : []
}

it('I13 I18: people get a silent bot’s conversations on time, even if queue was killed -9 before that', async () => {
  const id = await takenByBot()
  await running[Symbol.asyncDispose]()
  running = await queue.spawnAt(await freePort())
  const [begun, , accepted, taken] = await waitFor(async () => {
    const steps = await stepsOf(id)
    return steps.length === 4 && steps
  })
  expect(taken).toMatchObject({ rule: 'T9', cause: 'botSilent', previousAgentId: 'robot', bot: true })
  const silence = Date.parse(taken!.at) - Date.parse(accepted!.at)
  expect(silence).toBeGreaterThanOrEqual(SILENT_SECONDS * 1000)
  expect(begun).toMatchObject({ rule: 'T1' })
  const { conversation } = await queue.stored(id)
  expect(conversation).toMatchObject({ status: 'queued', priority: 0 })
  expect(conversation).not.toHaveProperty('botDueAt')
})

it('I18: people get the conversations of a lost bot, and at once those it hands over, with its findings', async () => {
  const handedOver = await takenByBot()
  const context = [{ label: 'Order', value: '4711' }]
  const body = { note: 'Asks for a refund', context }
  const returned = await running.client.call(returnConversation, { params: { id: handedOver }, body, actor: bot })
  expect(returned).toMatchObject({ ok: true, value: { status: 'queued', context } })
  expect((await stepsOf(handedOver)).at(-1)).toMatchObject({ cause: 'returned', context, note: 'Asks for a refund' })
  const picked = await running.client.call(acceptConversation, { params: { id: handedOver }, body: {}, actor: ana })
  expect(picked).toMatchObject({ ok: true, value: { agent: { id: 'ana' }, context } })

  const left = await takenByBot()
  const before = performance.now()
  await queue.presentSoon('robot', { link: 'disconnected' })
  await waitFor(() =>
    queue.seen.some(({ type, key, data }) => {
      const { transition } = data as { transition?: Transition }
      return type === conversationQueued.type && key === left && transition?.rule === 'T9'
    })
  )
  expect(performance.now() - before).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  expect((await stepsOf(left)).at(-1)).toMatchObject({ rule: 'T9', to: 'queued' })
})

it('shows a visitor who has not written yet that somebody is there while the bot is, and only then', async () => {
  await queue.presentSoon('ana', { link: 'disconnected' })
  const attended = async () => {
    const params = { channelId: 'chat', visitorId: newId() }
    const answer = await running.client.call(getVisitorChat, { params, query: { departmentId: 'support' } })
    return answer.ok && answer.value.attended
  }
  for (const link of ['connected', 'disconnected'] as const) {
    await queue.presentSoon('robot', { link })
    await waitFor(async () => (await attended()) === (link === 'connected'), { describe: `the chat, bot ${link}` })
  }
})
