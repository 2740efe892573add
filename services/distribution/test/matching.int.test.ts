import {
  dryRunPolicy,
  getAgentStandings,
  getMatcher,
  getWaitingReason,
  listDecisions,
  listWaitEstimates
} from '@inbox/contracts'
import { createClient, type User } from '@inbox/http'
import {
  type FaultProxy,
  type Isolated,
  isolate,
  manageBroker,
  PROMPT_UNDER_LOAD_MS,
  startFaultProxy,
  waitFor
} from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Config } from '../src/config.ts'
import { verify } from '../src/domain/verify.ts'
import { start } from '../src/service.ts'
import { aConversation, aDepartment, anAgent, aPresence } from './builders.ts'
import { configFor, DRAW_SECRET, SECRET } from './config.ts'
import { type Neighbours, SILENCE, startNeighbours } from './neighbours.ts'

let stores: Isolated
let neighbours: Neighbours
let made = 0
const before = Date.now() - 100_000
/** Separate ids for each test, so that what earlier ones left behind does not matter. */
let ids: { sales: string; ana: string; eva: string; c: (n: number) => string }

const configOf = (more: Partial<Config> = {}): Config => configFor(stores, neighbours, more)
const distribution = (more: Partial<Config> = {}) => start(configOf(more))
const clientOf = ({ url }: { url: string }) => createClient({ baseUrl: url, service: 'tests', secret: SECRET })
const metricsOf = async ({ url }: { url: string }) => (await fetch(`${url}/metrics`)).text()
const isActive = async (service: { url: string }) => {
  const answer = await clientOf(service).call(getMatcher, {})
  return answer.ok && answer.value.active && answer.value.ready
}
const offersOf = (...conversationIds: string[]) =>
  neighbours.offers.filter(({ conversationId }) => conversationIds.includes(conversationId))
const offered = (count: number, ...conversationIds: string[]) =>
  waitFor(() => (offersOf(...conversationIds).length >= count ? offersOf(...conversationIds) : undefined))
const queue = (n: number, more: Parameters<typeof aConversation>[1] = {}) =>
  neighbours.queued(
    aConversation(ids.c(n), {
      departmentId: ids.sales,
      enqueuedAt: new Date(before + n).toISOString(),
      ...more
    })
  )
const staff = async (id: string, limit = 1) => {
  await neighbours.agent(anAgent(id, { departmentIds: [ids.sales], limit }))
  await neighbours.presence(aPresence(id))
}

beforeAll(async () => {
  stores = await isolate(import.meta.url)
  neighbours = await startNeighbours(stores.rabbitmqUrl)
}, 60_000)
afterAll(async () => {
  await neighbours?.[Symbol.asyncDispose]()
  await stores?.remove()
})
beforeEach(() => {
  const n = ++made
  ids = { sales: `sales-${n}`, ana: `ana-${n}`, eva: `eva-${n}`, c: number => `c-${n}-${number}` }
  neighbours.refuse = () => undefined
  neighbours.answering = true
})

describe('offers', () => {
  test('I5: a waiting conversation and an eligible agent lead to an offer at once, whichever came last', async () => {
    await using service = await distribution()
    await waitFor(() => isActive(service))
    await neighbours.department(aDepartment({ id: ids.sales }))
    await queue(1)
    const possibleAt = Date.now()
    await staff(ids.ana)
    const [first] = await offered(1, ids.c(1))
    expect(first!.at - possibleAt).toBeLessThan(PROMPT_UNDER_LOAD_MS)
    expect(first).toMatchObject({ agentId: ids.ana, policyVersion: 1 })

    await queue(2)
    const freedAt = Date.now()
    await neighbours.closed(ids.c(1))
    const [second] = await offered(1, ids.c(2))
    expect(second!.at - freedAt).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  })

  test('each decision is stored with its draw, and can be queried', async () => {
    await using service = await distribution()
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    await staff(ids.eva)
    await queue(1)
    const [offer] = await offered(1, ids.c(1))
    const stored = await waitFor(async () => {
      const answer = await clientOf(service).call(listDecisions, { query: { conversationId: ids.c(1) } })
      return answer.ok && answer.value.items.length === 1 ? answer.value.items : undefined
    })
    expect(stored).toEqual([{ ...offer!.decision, verified: true }])
    expect(stored[0]!.id).toBe(offer!.offerId)
    expect(verify(stored[0]!, DRAW_SECRET)).toBe(true)
  })

  test('an offer waits for no database: its decision is stored once that answers again', async () => {
    await using database = await startFaultProxy(stores.mongodbUrl)
    await using service = await distribution({ MONGODB_URL: database.url })
    await waitFor(() => isActive(service))
    await neighbours.department(aDepartment({ id: ids.sales }))
    database.stall()
    await staff(ids.ana)
    await queue(1)
    await offered(1, ids.c(1))
    database.heal()
    await waitFor(async () => {
      const answer = await clientOf(service).call(listDecisions, { query: { conversationId: ids.c(1) } })
      return answer.ok && answer.value.items.length === 1
    })
  })

  test('a refused offer goes to the next agent', async () => {
    await using service = await distribution()
    neighbours.refuse = ({ agentId }) => (agentId === ids.ana ? { code: 'at-capacity' } : undefined)
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    await queue(1)
    await offered(1, ids.c(1))
    await staff(ids.eva)
    await waitFor(() => neighbours.conversations.get(ids.c(1))?.offer?.agentId === ids.eva)
    expect(await metricsOf(service)).toMatch(/matcher_offers_refused_total\{code="at-capacity"\}/)
  })

  test('a new round asks those who passed it up again', async () => {
    await using service = await distribution()
    await waitFor(() => isActive(service))
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    const endedAt = Date.now()
    const offerEndedAt = new Date(endedAt).toISOString()
    await queue(1, { routing: { excludedAgentIds: [ids.ana], offerEndedAt } })
    const [offer] = await offered(1, ids.c(1))
    expect(offer).toMatchObject({ agentId: ids.ana, newRound: true })
    expect(offer!.at - endedAt).toBeGreaterThanOrEqual(300)
  })

  test('manual stops offers and says so; automatic drains head first', async () => {
    await using service = await distribution()
    await neighbours.department(aDepartment({ id: ids.sales, distribution: { mode: 'manual' } }))
    await staff(ids.ana, 3)
    for (const n of [3, 1, 2]) await queue(n)
    const reason = await waitFor(async () => {
      const answer = await clientOf(service).call(getWaitingReason, { params: { id: ids.c(3) } })
      return answer.ok && answer.value.ahead === 2 ? answer.value : undefined
    })
    expect(reason).toMatchObject({ because: 'manual', candidates: [ids.ana] })
    expect(offersOf(ids.c(1), ids.c(2), ids.c(3))).toEqual([])
    await neighbours.department(aDepartment({ id: ids.sales, version: 2 }))
    const drained = await offered(3, ids.c(1), ids.c(2), ids.c(3))
    expect(drained.map(({ conversationId }) => conversationId)).toEqual([ids.c(1), ids.c(2), ids.c(3)])
    expect(drained[0]!.policyVersion).toBe(2)
  })

  test('an offer that got no answer is looked into', async () => {
    await using _ = await distribution()
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    neighbours.refuse = () => ({ code: SILENCE })
    await queue(1)
    await offered(1, ids.c(1))
    neighbours.refuse = () => undefined
    await waitFor(() => neighbours.conversations.get(ids.c(1))?.status === 'offered')
  })
})

describe('questions', () => {
  const as = (id: string, role: User['role'], departmentIds: string[] = []): User => ({
    ...{ kind: 'user' as const, id, name: id },
    ...{ role, departmentIds }
  })

  test('why me, why not Ana: agents may ask about their departments and themselves, supervisors about everybody', async () => {
    await using service = await distribution()
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    await queue(1)
    await offered(1, ids.c(1))
    await staff(ids.eva)
    const client = clientOf(service)
    const decisions = async (actor: User) => {
      const answer = await client.call(listDecisions, { query: { conversationId: ids.c(1) }, actor })
      return answer.ok ? answer.value.items.length : answer.error
    }
    await waitFor(async () => (await decisions(as('boss', 'supervisor'))) === 1)
    expect(await decisions(as(ids.eva, 'agent', [ids.sales]))).toBe(1)
    expect(await decisions(as('stranger', 'agent', ['other']))).toBe(0)

    const standings = (agentId: string, actor: User) =>
      client.call(getAgentStandings, { params: { id: ids.c(1), agentId }, actor })
    expect(await standings(ids.ana, as(ids.ana, 'agent'))).toMatchObject({
      value: { offers: [{ standing: 'chosen' }] }
    })
    expect(await standings(ids.eva, as('boss', 'supervisor'))).toMatchObject({
      value: { offers: [{ standing: 'notMember', candidates: 1 }] }
    })
    expect(await standings(ids.ana, as(ids.eva, 'agent'))).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    // an agent of another department may not even ask about themselves
    const stranger = as('stranger', 'agent', ['other'])
    expect(await standings('stranger', stranger)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    await queue(2)
    const ofWaiting = (actor: User) =>
      client.call(getAgentStandings, { params: { id: ids.c(2), agentId: actor.id }, actor })
    await waitFor(async () => (await ofWaiting(as(ids.eva, 'agent', [ids.sales]))).ok)
    expect(await ofWaiting(stranger)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('the estimated wait is shown to agents for their departments, and in the metrics', async () => {
    await using service = await distribution()
    await waitFor(() => isActive(service))
    await neighbours.department(aDepartment({ id: ids.sales, distribution: { mode: 'manual' } }))
    for (const n of [1, 2, 3, 4, 5]) await queue(n)
    for (const n of [1, 2, 3, 4]) await neighbours.closed(ids.c(n))
    const estimates = async (departmentIds: string[]) => {
      const answer = await clientOf(service).call(listWaitEstimates, { actor: as('ana', 'agent', departmentIds) })
      return answer.ok ? answer.value.items : []
    }
    const [estimate] = await waitFor(async () => {
      const items = await estimates([ids.sales])
      return items[0]?.estimateSeconds === undefined || items[0].inLine > 1 ? undefined : items
    })
    expect(estimate).toMatchObject({ departmentId: ids.sales, inLine: 1, turnsPerMinute: expect.any(Number) })
    expect(await estimates(['other'])).toEqual([])
    expect(await metricsOf(service)).toContain(`matcher_wait_estimate_seconds{department="${ids.sales}"}`)
  })

  test('a dry run says what a policy would do, and does not do it', async () => {
    await using service = await distribution()
    await neighbours.department(aDepartment({ id: ids.sales, distribution: { mode: 'manual' } }))
    await staff(ids.ana, 2)
    for (const n of [1, 2, 3]) await queue(n)
    const { distribution: automatic } = aDepartment()
    const tryOut = (actor: User) =>
      clientOf(service).call(dryRunPolicy, { params: { id: ids.sales }, body: { distribution: automatic }, actor })
    await waitFor(async () => {
      const answer = await tryOut(as('admin', 'admin'))
      return answer.ok && answer.value.offers === 2 && answer.value.waiting.conversations === 1
    })
    expect(await tryOut(as('boss', 'supervisor'))).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(offersOf(ids.c(1), ids.c(2), ids.c(3))).toEqual([])
  })
})

describe('hot standby', () => {
  const withTwo = async (work: (first: FaultProxy, a: { url: string }, b: { url: string }) => Promise<void>) => {
    await using proxy = await startFaultProxy(stores.rabbitmqUrl)
    await using a = await distribution({ RABBITMQ_URL: proxy.url })
    await waitFor(() => isActive(a))
    await using b = await distribution()
    await work(proxy, a, b)
  }

  test('I13: the standby takes over when the active one’s connection is killed, even if no events flow', async () => {
    await withTwo(async (proxy, a, b) => {
      await neighbours.department(aDepartment({ id: ids.sales }))
      await queue(1)
      await waitFor(async () => (await clientOf(a).call(getWaitingReason, { params: { id: ids.c(1) } })).ok)
      expect(await isActive(b)).toBe(false)
      const killedAt = Date.now()
      proxy.cut()
      await waitFor(() => isActive(b))
      console.log(`takeover after ${Date.now() - killedAt} ms`)
      await waitFor(async () => !(await isActive(a)))
      await staff(ids.ana)
      await offered(1, ids.c(1))
      await waitFor(() => neighbours.conversations.get(ids.c(1))?.status === 'offered')
      expect(offersOf(ids.c(1))).toHaveLength(1)
    })
  })

  test('the standby knows what the active one knows: it says why a conversation waits, and takes over without a snapshot', async () => {
    await withTwo(async (proxy, _, b) => {
      await waitFor(async () => (await fetch(`${b.url}/readyz`)).ok)
      neighbours.answering = false
      await neighbours.department(aDepartment({ id: ids.sales }))
      await queue(1)
      const reason = await waitFor(async () => {
        const answer = await clientOf(b).call(getWaitingReason, { params: { id: ids.c(1) } })
        return answer.ok && answer.value.because === 'nobodyEligible' ? answer.value : undefined
      })
      expect(reason.ahead).toBe(0)
      await staff(ids.ana)
      await offered(1, ids.c(1))
      proxy.cut()
      await queue(2)
      await neighbours.closed(ids.c(1))
      await offered(1, ids.c(2))
      expect(await isActive(b)).toBe(true)
    })
  })

  test('a baton deleted with its broker queue is replaced at once, long before the next one is due', async () => {
    await using service = await distribution({ RECONCILE_MS: 600_000 })
    await waitFor(() => isActive(service))
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    const vhost = encodeURIComponent(stores.vhost)
    await manageBroker(stores.managementUrl, 'DELETE', `queues/${vhost}/distribution.baton`)
    await waitFor(async () => !(await isActive(service)))
    await queue(1)
    await offered(1, ids.c(1))
  })

  test('when both are cut off, one of them takes over again', async () => {
    await using proxy = await startFaultProxy(stores.rabbitmqUrl)
    await using a = await distribution({ RABBITMQ_URL: proxy.url })
    await using b = await distribution({ RABBITMQ_URL: proxy.url })
    const actives = async () => (await Promise.all([a, b].map(isActive))).filter(Boolean).length
    await waitFor(async () => (await actives()) === 1)
    proxy.refuse()
    await waitFor(async () => (await actives()) === 0)
    proxy.heal()
    await waitFor(async () => (await actives()) === 1, { timeoutMs: 10_000 })
  })

  test('the standby takes over when the active one is stopped', async () => {
    await using stack = new AsyncDisposableStack()
    const a = await distribution()
    await waitFor(() => isActive(a))
    const b = stack.use(await distribution())
    await a[Symbol.asyncDispose]()
    await waitFor(() => isActive(b))
  })
})

describe('snapshots', () => {
  test('what waited before the start is offered as soon as queue reports it', async () => {
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    neighbours.conversations.set(ids.c(1), aConversation(ids.c(1), { departmentId: ids.sales }))
    neighbours.answering = false
    await using service = await distribution()
    await waitFor(async () => (await fetch(`${service.url}/readyz`)).status === 503)
    neighbours.answering = true
    await offered(1, ids.c(1))
    await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok)
  })

  test('a wrong replica is corrected when a new process replaces the old one, and offers are based on it at once', async () => {
    const next = { RECONCILE_MS: 600_000 }
    await using stack = new AsyncDisposableStack()
    const wrong = await distribution(next)
    stack.defer(() => wrong[Symbol.asyncDispose]())
    await waitFor(() => isActive(wrong))
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    await queue(1)
    await waitFor(() => neighbours.conversations.get(ids.c(1))?.status === 'offered')
    // no event says that she is free again and that another one waits
    neighbours.conversations.delete(ids.c(1))
    neighbours.conversations.set(ids.c(2), aConversation(ids.c(2), { departmentId: ids.sales }))
    await queue(3)
    const reason = () => clientOf(wrong).call(getWaitingReason, { params: { id: ids.c(3) } })
    expect(await waitFor(async () => (await reason()).ok && (await reason()))).toMatchObject({ value: { ahead: 0 } })
    expect(offersOf(ids.c(2), ids.c(3))).toEqual([])

    const right = stack.use(await distribution(next))
    await waitFor(async () => (await fetch(`${right.url}/readyz`)).ok)
    await wrong[Symbol.asyncDispose]()
    const [offer] = await offered(1, ids.c(2), ids.c(3))
    expect(offer).toMatchObject({ agentId: ids.ana })
  })

  test('what no event reported is repaired, and counted', async () => {
    await using service = await distribution({ RECONCILE_MS: 100 })
    await waitFor(() => isActive(service))
    await neighbours.department(aDepartment({ id: ids.sales }))
    await staff(ids.ana)
    await queue(1)
    await waitFor(() => neighbours.conversations.get(ids.c(1))?.status === 'offered')
    await queue(2)
    neighbours.conversations.delete(ids.c(1))
    await offered(1, ids.c(2))
    expect(await metricsOf(service)).toMatch(/matcher_repairs_total\{of="absent"\} [1-9]/)
  })
})

test('waiting contacts are told their position in the queue, by the active process alone, even after a takeover', async () => {
  const positionNotice = { everySeconds: 300, template: '{position}', channels: ['whatsapp' as const] }
  await neighbours.department(aDepartment({ id: ids.sales, positionNotice, distribution: { mode: 'manual' } }))
  const announced = () => neighbours.announced.filter(({ departmentId }) => departmentId === ids.sales)
  {
    await using _one = await distribution()
    await using _other = await distribution()
    await queue(1)
    await queue(2)
    await waitFor(() => announced().length === 2)
    expect(announced()).toMatchObject([{ position: 1 }, { position: 2 }])
  }
  // nothing recorded that they were told, so the next process tells them
  await using _next = await distribution()
  await queue(3)
  await waitFor(() => announced().length === 5)
  expect(
    announced()
      .map(({ position }) => position)
      .sort()
  ).toEqual([1, 1, 2, 2, 3])
})
