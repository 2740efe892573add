import {
  acceptConversation,
  type ConversationSummary,
  closeConversation,
  declineOffer,
  parkConversation,
  resumeConversation,
  transferConversation
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { seededRandom, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { agent } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const REPLICAS = 3
const boss = user('boss', 'supervisor')
const crowd = Array.from({ length: 100 }, (_, n) => `agent-${n}`)

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: REPLICAS,
    agents: [...crowd.map(id => agent(id)), agent('bold', { limit: 1, exceedLimit: true })]
  })
  for (const id of crowd) await queue.presentSoon(id)
  await queue.allPresent(crowd)
}, 60_000)
afterAll(() => queue[Symbol.asyncDispose]())

async function waitingIn(departmentId: string): Promise<ConversationSummary> {
  const externalId = newId()
  await queue.post({ contact: { id: externalId }, departmentId })
  return waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === externalId))
}
const codeOf = (answer: { ok: boolean; error?: unknown }) =>
  answer.ok ? 'ok' : (answer.error as { code: string }).code

describe('a hundred agents accept one conversation at the same instant', () => {
  it('I2: one wins, and the other 99 learn from a 409 who', async () => {
    const { id } = await waitingIn('support')
    const answers = await Promise.all(
      crowd.map((name, n) => queue.call(acceptConversation, { params: { id }, actor: user(name) }, n % REPLICAS))
    )
    const winners = answers.flatMap(answer => (answer.ok ? [(answer.value as ConversationSummary).agent?.id] : []))
    expect(winners).toHaveLength(1)
    const losers = answers.flatMap(answer =>
      answer.ok ? [] : [answer.error as { code: string; current: { agent: { id: string } } }]
    )
    expect(new Set(losers.map(({ code }) => code))).toEqual(new Set(['already-taken']))
    expect(new Set(losers.map(({ current }) => current.agent.id))).toEqual(new Set(winners))
  })
})

describe('one agent accepting more at once than their limit allows', () => {
  it('I3: gets exactly the limit, each in a slot of its own, and 409 at-capacity for the rest', async () => {
    const waiting = await Promise.all(Array.from({ length: 12 }, () => waitingIn('support')))
    const actor = user('agent-7')
    const before = (await queue.list('ongoing', actor)).length
    const answers = await Promise.all(
      waiting.map(({ id }, n) => queue.call(acceptConversation, { params: { id }, actor }, n % REPLICAS))
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3 - before)
    expect(new Set(answers.filter(({ ok }) => !ok).map(codeOf))).toEqual(new Set(['at-capacity']))
    for (const { id } of waiting) await queue.call(closeConversation, { params: { id }, actor: boss })
  })
})

describe('one agent who may exceed the limit', () => {
  it('I3: picks waiting conversations beyond it, and is offered nothing beyond it', async () => {
    const actor = user('bold')
    await queue.present('bold')
    const waiting = await Promise.all(Array.from({ length: 3 }, () => waitingIn('sales')))
    for (const { id } of waiting)
      expect(codeOf(await queue.call(acceptConversation, { params: { id }, actor }))).toBe('ok')
    const held = (await Promise.all(waiting.map(({ id }) => queue.stored(id)))).flatMap(
      ({ conversation }) => conversation!.slots!
    )
    expect(held.sort()).toEqual(['bold#+0', 'bold#+1', 'bold#0'])
    const next = await waitingIn('sales')
    await queue.offer(next, 'bold')
    const refusal = await waitFor(() => queue.seen.find(({ type, key }) => type === 'offer.refused' && key === next.id))
    expect(refusal.data).toMatchObject({ code: 'at-capacity' })
    const [parked] = waiting
    await queue.call(parkConversation, { params: { id: parked!.id }, actor })
    expect(codeOf(await queue.call(resumeConversation, { params: { id: parked!.id }, actor }))).toBe('at-capacity')
    for (const { id } of [...waiting, next]) await queue.call(closeConversation, { params: { id }, actor: boss })
    expect((await queue.list('closed', boss, 'bold')).map(({ id }) => id).sort()).toEqual(
      waiting.map(({ id }) => id).sort()
    )
  })
})

describe('the first messages of a new contact, duplicated, shuffled and concurrent in three processes', () => {
  it('I1, I8: make one conversation containing each message once', async () => {
    const COUNT = 100
    const random = seededRandom()
    const contact = { id: newId(), name: 'Bia' }
    const messages = Array.from({ length: COUNT }, (_, n) => ({
      messageId: newId(),
      providerMessageId: newId(),
      contact,
      content: { type: 'text' as const, text: `message ${n}` }
    }))
    await Promise.all(random.shuffle([...messages, ...messages]).map(message => queue.post(message)))
    const conversation = await waitFor(
      async () => {
        const found = (await queue.list('queue', boss)).filter(item => item.contact.externalId === contact.id)
        return found.length === 1 && found[0]!.unread >= COUNT ? found[0] : undefined
      },
      { timeoutMs: 30_000 }
    )
    await waitFor(async () => (await queue.stored(conversation.id)).conversation?.outbox.length === 0)
    const stored = await queue.stored(conversation.id)
    expect(stored.messages.sort()).toEqual(messages.map(({ messageId }) => messageId).sort())
    expect(stored.conversation).toMatchObject({ unread: COUNT, version: COUNT })
    const versions = queue.seen.filter(({ key }) => key === conversation.id).map(({ version }) => version)
    const firsts = [...new Set(versions)]
    // I11: in order of first appearance, whichever process published
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
  }, 60_000)
})

describe('an accept concurrent with anything else that happens to an offer', () => {
  type Rival = [string, (offered: ConversationSummary, offerId: string) => Promise<unknown>]
  const rivals: Rival[] = [
    ['the agent is lost', ({ offer }) => queue.presentSoon(offer!.agentId, { link: 'disconnected' })],
    ['the agent becomes unavailable', ({ offer }) => queue.presentSoon(offer!.agentId, { status: 'unavailable' })],
    [
      'the agent declines in another tab',
      ({ id, offer }, offerId) =>
        queue.call(declineOffer, { params: { id }, body: { offerId }, actor: user(offer!.agentId) }, 1)
    ]
  ]
  it.each(rivals)(
    'I2, I6: one of the two comes first, and no absent agent holds it: %s',
    async (what, rival) => {
      for (let round = 0; round < 8; round++) {
        const agentId = `agent-${20 + round}`
        await queue.presentSoon(agentId)
        await queue.allPresent([agentId])
        const conversation = await waitingIn('sales')
        const { offerId } = await queue.offer(conversation, agentId)
        const offered = await waitFor(async () =>
          (await queue.list('ongoing', user(agentId))).find(({ id }) => id === conversation.id)
        )
        const [accepted] = await Promise.all([
          queue.call(acceptConversation, { params: { id: offered.id }, body: { offerId }, actor: user(agentId) }, 2),
          rival(offered, offerId)
        ])
        expect(['ok', 'offer-revoked', 'not-eligible', 'illegal-transition']).toContain(codeOf(accepted))
        await queue.allPresent([agentId])
        const { conversation: stored } = await queue.stored(offered.id)
        const holds = stored?.status === 'offered' || stored?.status === 'ongoing'
        if (what === 'the agent is lost') expect(holds).toBe(false)
        if (what === 'the agent becomes unavailable') expect(stored?.status).not.toBe('offered')
        expect(stored?.slots ?? []).toHaveLength(holds ? 1 : 0)
        await queue.call(parkConversation, { params: { id: offered.id }, actor: user(agentId) })
      }
    },
    60_000
  )
})

describe('a transfer, concurrent actions of source and target', () => {
  it('I2: while on offer, occupies a slot of each, and afterwards exactly one', async () => {
    const { id } = await waitingIn('support')
    const [source, target] = [user('agent-40'), user('agent-41')]
    await queue.call(acceptConversation, { params: { id }, actor: source })
    const offered = await queue.call(transferConversation, {
      params: { id },
      body: { agentId: target.id, note: 'speaks Spanish' },
      actor: source
    })
    expect(offered).toMatchObject({
      ok: true,
      value: { status: 'offered', offer: { agentId: target.id, kind: 'transfer' } }
    })
    expect((await queue.stored(id)).conversation?.slots).toEqual(['agent-40#0', 'agent-41#0'])
    const both = await Promise.all([
      queue.call(acceptConversation, { params: { id }, actor: target }, 0),
      queue.presentSoon(target.id, { link: 'disconnected' })
    ])
    await queue.allPresent([target.id])
    const { conversation } = await queue.stored(id)
    const owner = codeOf(both[0]) === 'ok' ? [] : ['agent-40#0']
    expect(conversation?.slots ?? []).toEqual(conversation?.status === 'pending' ? [] : owner)
    expect(['ongoing', 'pending']).toContain(conversation?.status)
  })
})
