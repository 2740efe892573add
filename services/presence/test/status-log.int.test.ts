import { listStatusLog, listStatusTimes, type StatusPeriod, type StatusTimes } from '@inbox/contracts'
import { createLogger } from '@inbox/telemetry'
import { isolate, startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { LoggedChange } from '../src/domain/status-periods.ts'
import { openStatusLog } from '../src/store/status-log.ts'
import { openGateway, openWorld, send } from './fixture.ts'

let world: Awaited<ReturnType<typeof openWorld>>
let presence: Awaited<ReturnType<typeof world.startProcess>>
let database: Awaited<ReturnType<typeof startFaultProxy>>
beforeAll(async () => {
  world = await openWorld(import.meta.url)
  database = await startFaultProxy(world.stores.mongodbUrl)
  presence = await world.startProcess({ MONGODB_URL: database.url })
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const choose = (id: string, body: object) => send(presence.address, `/v1/agents/${id}/status`, 'PUT', body)
const get = async <Answer>(path: string) => {
  const response = await fetch(presence.address + path)
  return { status: response.status, body: (await response.json()) as Answer }
}
const logOf = async (id: string, query = '') => {
  const { body } = await get<{ items: StatusPeriod[]; nextCursor: string | null }>(
    `/v1/agents/${id}/status-log${query}`
  )
  return { ...body, items: body.items.map(item => listStatusLog.answer.shape.items.element.parse(item)) }
}
const logged = (id: string, count: number) =>
  waitFor(async () => (await logOf(id)).items.length === count, { describe: `${count} changes of ${id} are logged` })

describe('the status log', () => {
  test('keeps every change of status and link, each lasting until the next', async () => {
    await using gateway = openGateway('g', () => [presence.address])
    await choose('ana', { status: 'available', cause: 'signedIn' })
    gateway.connect('ana')
    await waitFor(() => world.of('ana').some(({ cause }) => cause === 'connected'))
    await choose('ana', { status: 'break', reason: 'lunch' })
    gateway.close('ana')
    await waitFor(() => world.of('ana').at(-1)?.cause === 'lost')
    await logged('ana', world.of('ana').length)
    const { items } = await logOf('ana')
    const steps = world.of('ana').map(({ version, status, link, cause }) => ({ version, status, link, cause }))
    expect(items).toMatchObject(steps.toReversed())
    expect(items[0]).toMatchObject({ status: 'break', reason: 'lunch', link: 'disconnected', cause: 'lost' })
    expect(items.map(({ to }) => to)).toEqual([undefined, ...items.slice(0, -1).map(({ from }) => from)])
    expect(items.at(-1)!.from).toBe(world.published.find(({ key }) => key === 'ana')!.occurredAt)
    expect(items[1]!.durationMs).toBe(Date.parse(items[1]!.to!) - Date.parse(items[1]!.from))
  })

  test('is read in pages, and for a time range includes the periods that reach into it', async () => {
    const { items } = await logOf('ana')
    const first = await logOf('ana', '?limit=2')
    const second = await logOf('ana', `?limit=10&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map(({ from, to }) => [from, to])).toEqual(
      items.map(({ from, to }) => [from, to])
    )
    expect(second.nextCursor).toBeNull()
    const [from, to] = [Date.parse(items[2]!.from) + 1, Date.parse(items[1]!.from)]
    const range = `?from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
    expect((await logOf('ana', range)).items.map(({ version }) => version)).toEqual([items[2]!.version])
  })

  test('is summed up by agent, status and link', async () => {
    const { items } = await logOf('ana')
    const range = `from=${items.at(-1)!.from}&to=${items[0]!.from}`
    const { body } = await get<{ items: StatusTimes[] }>(`/v1/status-times?agentIds=ana,nobody&${range}`)
    const { items: sums } = listStatusTimes.answer.parse(body)
    const total = sums[0]!.times.reduce((sum, { durationMs }) => sum + durationMs, 0)
    expect(total).toBe(Date.parse(items[0]!.from) - Date.parse(items.at(-1)!.from))
    expect(sums[1]).toEqual({ agentId: 'nobody', times: [] })
    expect((await get(`/v1/status-times?agentIds=ana&from=${items[0]!.from}&to=${items[0]!.from}`)).status).toBe(422)
  })

  test('loses nothing, and delays nobody, while its database is unavailable', async () => {
    database.refuse()
    for (const status of ['available', 'unavailable', 'break']) await choose('rui', { status })
    await waitFor(() => world.of('rui').length === 3)
    expect((await get('/v1/agents?ids=rui')).body).toMatchObject({ items: [{ status: 'break' }] })
    database.heal()
    await waitFor(async () => (await logOf('rui')).items?.length === 3, {
      timeoutMs: 60_000,
      describe: 'all are logged'
    })
  })

  test('contains each change once, however often and in whatever order it is reported', async () => {
    await using stores = await isolate(import.meta.url)
    const options = { url: stores.mongodbUrl, database: stores.database, logger: createLogger('test', 'silent') }
    await using log = openStatusLog(options)
    const change = (version: number): LoggedChange => ({
      ...{ agentId: 'eva', version, status: 'available', link: 'connected', cause: 'chosen' },
      from: new Date(version)
    })
    await waitFor(() => log.add(change(3)).then(() => true))
    await Promise.all([2, 3, 1, 2].map(version => log.add(change(version))))
    await log.add(change(1))
    const { changes } = await log.read({ agentId: 'eva', limit: 10 })
    expect(changes.map(({ version }) => version)).toEqual([3, 2, 1])
  })
})
