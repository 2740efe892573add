import type { ChannelHealth } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from '../adapters-fixture.ts'
import { aDelivery } from '../builders.ts'
import { corpus } from './corpus.ts'
import { mutations } from './mutations.ts'
import { change, envelope, message, messages, NUMBER, PHONE, status, statuses } from './notifications.ts'
import { notify, startSurroundings } from './surroundings.ts'

/** A WhatsApp channel between Meta, channel-ingest and media. */
async function startWhatsapp() {
  await using stack = new AsyncDisposableStack()
  const around = stack.use(await startSurroundings(NUMBER))
  const env = { CHANNEL_INGEST_URL: around.url, MEDIA_URL: around.url, MEDIA_PUBLIC_URL: around.url }
  const adapters = stack.use(await startAdapters(import.meta.url, around.settings, env, { kind: 'whatsapp' }))
  const { url } = stack.use(await adapters.startOne())
  // wait until the directory has told of the channel
  await waitFor(async () => (await fetch(`${url}/v1/whatsapp/shop/webhook`)).status === 400)
  const kept = stack.move()
  return { around, adapters, url, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const channel = { id: 'shop', kind: 'whatsapp' as const, name: 'Shop' }
const answer = (conversation: string, id: string, more: object = {}) =>
  aDelivery(conversation, id, { channel, contact: { id: 'k', externalId: PHONE, name: 'Zoe' }, ...more })
const metaError = (code: number, http = 400) => ({ status: http, json: { error: { code, message: 'said by Meta' } } })

test('what arrived is stored unchanged, once, and supervisors find what could not be forwarded', async () => {
  await using it = await startWhatsapp()
  const hello = messages(message({ type: 'text', text: { body: 'Hello' } }))
  expect(await notify(it.url, hello)).toBe(200)
  const holo = messages(message({ type: 'hologram', id: 'wamid.h' }))
  expect([await notify(it.url, holo), await notify(it.url, holo)]).toEqual([200, 200])
  const { body: payloads } = await it.adapters.asked('GET', '/v1/channels/shop/payloads?problem=true', it.url)
  const problems = ['message wamid.h: the message type "hologram" is unknown']
  expect(payloads).toMatchObject({ items: [{ body: JSON.stringify(holo), problems }], nextCursor: null })
  // once for whoever reads them, and also for the next pages
  const audited = () => it.adapters.audited.map(({ action, actor, subject }) => [action, actor.id, subject.id])
  await waitFor(() => audited().length > 0)
  type Page = { items: { body: string }[]; nextCursor: string | null }
  const page = async (query: string) =>
    (await it.adapters.asked('GET', `/v1/channels/shop/payloads?limit=1${query}`, it.url)).body as Page
  const first = await page('')
  const second = await page(`&cursor=${first.nextCursor}`)
  expect(second.nextCursor).toBeNull()
  const bodies = [first, second].flatMap(({ items }) => items.map(({ body }) => body))
  expect(bodies.toSorted()).toEqual([JSON.stringify(hello), JSON.stringify(holo)].toSorted())
  expect(audited()).toEqual([['read', 'root', 'shop']])
}, 60_000)

test('Meta’s answer decides: too early waits in order, the end of the window and refusals are explained, an expired token stops the channel', async () => {
  await using it = await startWhatsapp()
  let tooEarly = 1
  it.around.answers(({ path, body }) => {
    if (!path.endsWith('/messages') || !body.biz_opaque_callback_data) return undefined
    const { biz_opaque_callback_data: id } = body
    if (id === 'm1' && tooEarly-- > 0) return metaError(130429, 429)
    if (id === 'm3') return metaError(131047)
    if (id === 'm4') return metaError(131026)
    return id === 'm5' ? metaError(190, 401) : undefined
  })
  await it.adapters.request(...['m1', 'm2'].map(id => answer('c1', id)), answer('c2', 'm3'), answer('c3', 'm4'))
  await waitFor(() => it.adapters.told.length === 4, { timeoutMs: 20_000 })
  const order = it.around.sent().map(body => body.biz_opaque_callback_data)
  expect(order.filter(id => id === 'm1' || id === 'm2')).toEqual(['m1', 'm1', 'm2'])
  expect(it.adapters.toldOf('m3')[0]?.data).toMatchObject({ code: 'window-expired' })
  expect(it.adapters.toldOf('m4')[0]?.data).toMatchObject({
    code: 'refused',
    error: expect.stringContaining('(131026: said by Meta)')
  })
  expect(it.adapters.states()).toEqual([])

  await it.adapters.request(answer('c4', 'm5'), answer('c4', 'm6'))
  await waitFor(() => it.adapters.states().includes('disconnected'))
  it.around.answers(() => undefined)
  await it.adapters.changeChannel({ ...it.around.settings, accessToken: 'new token' })
  await waitFor(() => it.adapters.toldOf('m6')[0])
  expect(it.adapters.told.slice(-2).map(({ data }) => data.messageId)).toEqual(['m5', 'm6'])
}, 90_000)

test('I17: a call that Meta never answered is not repeated: a status with our id says that it was accepted, and what follows leaves then', async () => {
  await using it = await startWhatsapp()
  it.around.answers(({ path, body }) =>
    path.endsWith('/messages') && body.biz_opaque_callback_data === 'm1' ? 'silence' : undefined
  )
  await it.adapters.request(answer('c1', 'm1'), answer('c1', 'm2'))
  await waitFor(() => it.around.sent().length === 1)
  // stands still for longer than the attempt may last
  await waitFor(async () => (await it.adapters.errorOf('m1')) !== undefined, { timeoutMs: 20_000 })
  expect(it.adapters.told).toEqual([])
  expect(
    await notify(it.url, statuses(status({ id: 'wamid.m1', status: 'delivered', biz_opaque_callback_data: 'm1' })))
  ).toBe(200)
  await waitFor(() => it.adapters.toldOf('m2')[0])
  expect(it.adapters.told.map(({ data }) => [data.messageId, data.providerMessageId])).toEqual([
    ['m1', 'wamid.m1'],
    ['m2', 'wamid.of.m2']
  ])
  expect(it.around.sent()).toHaveLength(2)
  expect(it.around.at('/v1/statuses').map(({ body }) => [body.messageId, body.status])).toEqual([['m1', 'delivered']])
}, 90_000)

test('Meta’s limits and objections for the account are shown with the health of its channels until they are lifted', async () => {
  await using it = await startWhatsapp()
  const tell = async (field: string, value: object) => {
    expect(await notify(it.url, envelope(change(field, { metadata: undefined, ...value })))).toBe(200)
    const { body } = await it.adapters.asked('GET', '/v1/channels/shop/health', it.url)
    const { toldAt, ...account } = (body as ChannelHealth).account!
    expect(Date.parse(toldAt)).not.toBeNaN()
    return account
  }
  const limit = { max_daily_conversations_per_business: 2000 }
  expect(await tell('business_capability_update', limit)).toEqual({ startsPerDay: 2000 })
  const flagged = { event: 'FLAGGED', display_phone_number: '551140028922' }
  const told = { startsPerDay: 2000, notice: 'FLAGGED 551140028922' }
  expect(await tell('phone_number_quality_update', flagged)).toEqual(told)
  const fine = { ...flagged, event: 'UNFLAGGED' }
  expect(await tell('phone_number_quality_update', fine)).toEqual({ startsPerDay: 2000 })
}, 60_000)

test('administrators are told which setting of a WhatsApp channel is wrong', async () => {
  await using it = await startWhatsapp()
  const problems = async () => (await it.adapters.asked('POST', '/v1/channels/shop/test', it.url)).body
  expect(await problems()).toEqual({ ok: true, problems: [] })
  it.around.answers(({ path }) => (path === `/v24.0/${NUMBER}` ? metaError(190, 401) : undefined))
  expect(await problems()).toMatchObject({ problems: [{ code: 'unauthorized', setting: 'accessToken' }] })
  it.around.answers(({ path }) => (path.endsWith('/message_templates') ? metaError(100) : undefined))
  expect(await problems()).toMatchObject({ problems: [{ code: 'unexpected', setting: 'businessAccountId' }] })
  const { body } = await it.adapters.asked('GET', '/v1/channels/shop/connection', it.url)
  expect(body).toMatchObject({ testable: true, webhook: expect.stringMatching(/\/v1\/whatsapp\/shop\/webhook$/) })
}, 60_000)

test('whatever a signed notification contains, it is answered without an internal error, and the next one is served', async () => {
  await using it = await startWhatsapp()
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
  for (const [mutated, title] of mutations(corpus, seed, 300)) {
    const answered = await notify(it.url, mutated ?? null)
    if (answered >= 500) throw new Error(`seed ${seed}, ${title}: ${answered}\n${JSON.stringify(mutated)}`)
  }
  expect(await notify(it.url, messages(message({ type: 'text', id: 'wamid.last', text: { body: 'Hello' } })))).toBe(200)
}, 60_000)
