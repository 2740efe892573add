import {
  acceptConversation,
  closeConversation,
  conversationRated,
  type DeliveryStatus,
  getActivity,
  getConversationReport,
  parkConversation,
  ratingReceived,
  sendMessage,
  statusReceived
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const boss = user('boss', 'supervisor')
const ana = user('ana')

beforeAll(async () => {
  queue = await startQueue(import.meta.url)
  await queue.present('ana')
})
afterAll(() => queue[Symbol.asyncDispose]())

async function arrives() {
  const id = newId()
  await queue.post({ contact: { id }, departmentId: 'support' })
  const found = () => queue.list('queue', boss).then(items => items.find(({ contact }) => contact.externalId === id))
  return (await waitFor(found)).id
}
const done = async (call: Promise<{ ok: boolean }>) => expect(await call).toMatchObject({ ok: true })
const act = (operation: typeof parkConversation | typeof acceptConversation, id: string) =>
  done(queue.call(operation, { params: { id }, body: {}, actor: ana }))
const close = (id: string, actor = ana) => done(queue.call(closeConversation, { params: { id }, body: {}, actor }))
const answer = (id: string) =>
  done(
    queue.call(sendMessage, {
      params: { id },
      body: { clientMessageId: newId(), content: { type: 'text', text: 'hello' } },
      actor: ana
    })
  )
const today = () => new Date().toISOString().slice(0, 10)
const query = (more: object = {}) => ({
  from: today(),
  to: today(),
  timeZone: 'UTC',
  by: 'day',
  targetSeconds: 60,
  ...more
})
async function report(more: object = {}) {
  const made = await queue.call(getConversationReport, { query: query(more), actor: boss })
  if (!made.ok) throw new Error(made.error.detail)
  return made.value
}
const get = async (path: string, actor = boss) => {
  const token = await queue.tokenOf(actor)
  const given = { ...query(), targetSeconds: '60' }
  return fetch(`${queue.urls[0]}${path}?${new URLSearchParams(given)}`, {
    headers: { authorization: `Bearer ${token}` }
  })
}

describe('reports', () => {
  it('count what happened to each conversation once, however often somebody asks', async () => {
    const [served, left] = [await arrives(), await arrives()]
    await act(acceptConversation, served)
    await answer(served)
    await answer(served)
    await act(parkConversation, served)
    await close(served)
    await close(left, boss)
    const { total, rows } = await waitFor(async () => {
      const made = await report()
      return made.total.closed === 1 && made.total.answered === 1 && made.total.closedUnserved === 1 ? made : undefined
    })
    expect(total).toMatchObject({
      arrived: 2,
      unattended: 0,
      started: 1,
      startedInTime: 1,
      abandoned: 0,
      offered: 0,
      missed: 0
    })
    expect(rows).toMatchObject([{ day: today(), arrived: 2, closed: 1 }])
    for (const ms of [total.waitMs, total.firstResponseMs, total.handlingMs, total.ongoingMs])
      expect(ms).toBeLessThan(60_000)
    expect(total.firstResponseMs).toBeGreaterThanOrEqual(total.waitMs!)
  })

  it('by agent show who served, and list the rest under nobody', async () => {
    const { rows } = await report({ by: 'agent' })
    expect(rows).toMatchObject([
      { agentId: 'ana', names: { agent: 'ana' }, arrived: 0, started: 1, answered: 1, closed: 1 },
      { arrived: 2, closedUnserved: 1 }
    ])
    expect(rows[1]).not.toHaveProperty('agentId')
  })

  it('accept two dimensions, and filters', async () => {
    const { rows } = await report({ by: 'department,channel', departmentId: 'support' })
    expect(rows).toMatchObject([
      { departmentId: 'support', channelId: expect.any(String), names: { department: 'support' } }
    ])
    expect((await report({ departmentId: 'sales' })).rows).toEqual([])
  })

  it('are available as a table for spreadsheets', async () => {
    const csv = await get('/v1/reports/conversations.csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.headers.get('content-disposition')).toBe(
      `attachment; filename="conversations-${today()}-${today()}.csv"`
    )
    const [header, row] = (await csv.text()).split('\r\n')
    expect(header).toMatch(/day,arrived,unattended,started/)
    expect(row).toMatch(new RegExp(`^${today()},2,0,1,1,`))
  })

  it.each([
    ['a day before', { to: '2020-01-01' }, 'query.to'],
    ['half a year', { from: '2026-01-01', to: '2026-06-30' }, 'query.to'],
    ['an invalid time zone', { timeZone: 'Mars/Olympus' }, 'query.timeZone'],
    ['the same dimension twice', { by: 'day,day' }, 'query.by'],
    ['an invalid day', { from: '2026-01-32' }, 'query.from']
  ])('refuse %s', async (_, wrong, path) => {
    const token = await queue.tokenOf(boss)
    const text = new URLSearchParams({ from: '2026-01-01', to: '2026-01-31', ...wrong })
    const answered = await fetch(`${queue.urls[0]}/v1/reports/conversations?${text}`, {
      headers: { authorization: `Bearer ${token}` }
    })
    expect({ status: answered.status, ...((await answered.json()) as object) }).toMatchObject({
      status: 400,
      issues: [{ path }]
    })
  })

  it('are for supervisors', async () => {
    for (const path of ['/v1/reports/conversations', '/v1/reports/conversations.csv', '/v1/monitor/activity'])
      expect((await get(path, ana)).status).toBe(403)
  })
})

describe('the activity of the last hours', () => {
  it('shows for each department what arrived, left and waited', async () => {
    const waiting = await arrives()
    const last = async () => {
      const made = await queue.call(getActivity, { query: { hours: 1, stepMinutes: 5 }, actor: boss })
      if (!made.ok) throw new Error(made.error.detail)
      const points = made.value.points.filter(({ departmentId }) => departmentId === 'support')
      const sum = (name: 'arrived' | 'started' | 'abandoned') => points.reduce((total, point) => total + point[name], 0)
      return {
        count: points.length,
        waiting: points.at(-1)?.waiting,
        first: points[0]?.waiting,
        arrived: sum('arrived'),
        started: sum('started'),
        abandoned: sum('abandoned')
      }
    }
    const expected = { waiting: 1, first: 0, arrived: 3, started: 1, abandoned: 0 }
    await waitFor(async () => (await last()).arrived === 3)
    expect(await last()).toMatchObject(expected)
    expect((await last()).count).toBeGreaterThanOrEqual(12)
    await close(waiting, boss)
  })
})

describe('costs', () => {
  it('of what providers charge for are counted, once however often they report them, and not for what failed', async () => {
    const before = await report()
    const id = await arrives()
    await act(acceptConversation, id)
    for (let n = 0; n < 3; n++) await answer(id)
    const answers = (await queue.messagesOf(id, ana)).filter(({ direction }) => direction === 'outbound')
    const [charged, failed, free] = answers.map(each => each.id)
    const tell = (messageId: string | undefined, status: DeliveryStatus, billable?: boolean) =>
      queue.tell(statusReceived, messageId!, {
        ...{ channelId: 'wa', messageId: messageId!, status, at: new Date().toISOString() },
        ...(billable !== undefined && { cost: { billable, category: 'utility', model: 'PMP' } })
      })
    for (const status of ['delivered', 'sent', 'delivered'] as const) await tell(charged, status, true)
    await tell(failed, 'sent', true)
    await queue.atRest()
    await tell(failed, 'failed')
    await tell(free, 'delivered', false)
    await queue.atRest()
    const after = await report({ by: 'channel' })
    expect(after.total.billed - before.total.billed).toBe(1)
    expect(after.total.answered - before.total.answered).toBe(1)
    const kept = (await queue.messagesOf(id, ana)).find(each => each.id === charged)
    expect(kept).toMatchObject({ status: 'delivered', cost: { billable: true, category: 'utility', model: 'PMP' } })
    await close(id)
  })
})

describe('ratings', () => {
  it('count once, for the agent who had the conversation and its department, and are published', async () => {
    const before = await report()
    const rated = async (...stars: number[]) => {
      const contact = { id: newId() }
      const channel = { id: 'web', kind: 'webchat' as const, name: 'Site', session: { kind: 'attended' as const } }
      await queue.post({ contact, channel, departmentId: 'support' })
      const waiting = (await queue.list('queue', boss)).find(item => item.contact.externalId === contact.id)
      const { id } =
        waiting ??
        (await waitFor(async () =>
          (await queue.list('queue', boss)).find(item => item.contact.externalId === contact.id)
        ))
      await act(acceptConversation, id)
      await close(id)
      for (const each of stars)
        await queue.tell(ratingReceived, id, {
          ...{ channelId: 'web', contactId: contact.id, conversationId: id, stars: each, comment: 'SECRET' },
          at: new Date().toISOString()
        })
      return id
    }
    const ids = [await rated(5, 1), await rated(2), await rated()]
    const after = await waitFor(async () => {
      const made = await report({ by: 'agent' })
      return made.total.rated - before.total.rated === 2 ? made : undefined
    })
    await queue.atRest()
    expect(after.total.rating).toBe(3.5)
    expect(after.rows.find(({ agentId }) => agentId === 'ana')).toMatchObject({ rated: 2, rating: 3.5 })
    const byChannel = await report({ by: 'channel' })
    expect(byChannel.rows.find(({ channelId }) => channelId === 'web')).toMatchObject({ rated: 2, closed: 3 })
    const told = queue.seen.filter(({ type, key }) => type === conversationRated.type && ids.includes(key))
    expect(told.map(({ data }) => (data as { rating: { stars: number } }).rating.stars).sort()).toEqual([2, 5])
    const [header, row] = (await (await get('/v1/reports/conversations.csv')).text()).split('\r\n')
    const at = (name: string) => row!.split(',')[header!.split(',').indexOf(name)]
    expect([at('rated'), at('rating')]).toEqual(['2', '3.5'])
  })
})
