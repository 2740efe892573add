import { type ConversationSummary, getConversationsById, type OperationInput, postRating } from '@inbox/contracts'
import { createServiceCallers, type HttpServer, route, startHttpServer } from '@inbox/http'
import { ok, Retryable } from '@inbox/kernel'
import { startCallbackServer } from '@inbox/simulators'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { type Adapters, startAdapters } from './adapters-fixture.ts'
import { aDelivery, CHANNEL } from './builders.ts'

const SECRET = 'service-token-secret-of-the-tests-123'
const callers = createServiceCallers(SECRET, 'required')
const stack = new AsyncDisposableStack()
const callback = await startCallbackServer()
type Rated = OperationInput<typeof postRating>['body']

let adapters: Adapters
let url: string
let address: string
let neighbours: HttpServer
let conversation: ConversationSummary | undefined
let isAway = false
const rated: Rated[] = []

beforeAll(async () => {
  // queue and channel-ingest
  neighbours = stack.use(
    await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', notReady: () => [], logger: createLogger('tests', 'silent') },
      // as in channel-ingest: the call counts as the channel's that it names
      authenticate: async (authorization, address, headers) => {
        const channelId = headers?.['x-channel-id']
        return typeof channelId === 'string'
          ? { kind: 'channel', id: channelId }
          : callers(authorization, address, headers)
      },
      routes: [
        route(getConversationsById, async ({ query: { ids } }) =>
          ok({ items: conversation && ids.includes(conversation.id) ? [conversation] : [] })
        ),
        route(postRating, async ({ body }) => {
          if (isAway) throw new Retryable('the broker is away')
          rated.push(body)
          return ok(undefined)
        })
      ]
    })
  )
  adapters = stack.use(await startAdapters(import.meta.url, { callbackUrl: callback.url }))
  const env = { CHANNEL_INGEST_URL: neighbours.url, QUEUE_URL: neighbours.url }
  url = stack.use(await adapters.startOne(env)).url
  const question = { type: 'text' as const, text: 'How was it?' }
  await adapters.request(aDelivery('conv', 'conv.rating', { content: question, author: {}, asksRating: true }))
  await adapters.request(aDelivery('other', 'm1', { content: question }))
  await waitFor(() => callback.ids().length === 2)
  const texts = callback.received.map(({ body }) => JSON.stringify(body))
  address = texts.join().match(/How was it\?\\n(?:https?:\/\/[^/]+)(\/rate\/conv\.[\w-]+)"/)![1]!
  // messages that do not ask for a rating have no link
  expect(texts.filter(text => text.includes('/rate/'))).toHaveLength(1)
}, 60_000)
afterAll(async () => {
  await stack.disposeAsync()
  await callback[Symbol.asyncDispose]()
})

beforeEach(() => {
  isAway = false
  rated.length = 0
  const until = new Date(Date.now() + 60_000).toISOString()
  conversation = {
    ...{ id: 'conv', version: 4, status: 'closed', referenceNumber: 'R', departmentId: 'sales', unread: 0, tags: [] },
    ...{ channel: CHANNEL, contact: { id: 'k', externalId: '+5511' }, enqueuedAt: until },
    ratable: { until, questions: { es: '¿Qué <b>tal</b>?' } }
  } as ConversationSummary
})

const open = async (path = address, language = 'pt') => {
  const answer = await fetch(url + path, { headers: { 'accept-language': language } })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}
const send = async (given: Record<string, string>) => {
  const body = new URLSearchParams(given)
  const answer = await fetch(url + address, { method: 'POST', body, headers: { 'accept-language': 'es-AR,en;q=0.5' } })
  return { status: answer.status, text: await answer.text() }
}

it('a contact asked by a message finds a page that asks, without scripts, in their language', async () => {
  const { status, text, headers } = await open()
  expect([status, text.includes('Como foi o seu atendimento?'), text.includes('<script')]).toEqual([200, true, false])
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
  expect((await open(address, 'es')).text).toContain('¿Qué &lt;b&gt;tal&lt;/b&gt;?')
  // link previews must not rate
  expect(rated).toEqual([])
})

it('their rating is forwarded, with or without a comment', async () => {
  expect(await send({ stars: '4', comment: ' ¡Rápido! ' })).toMatchObject({
    status: 200,
    text: expect.stringContaining('¡Gracias!')
  })
  await send({ stars: '5', comment: '  ' })
  const said = { conversationId: 'conv', contact: { id: '+5511' }, at: expect.any(String) }
  expect(rated).toEqual([
    { ...said, stars: 4, comment: '¡Rápido!' },
    { ...said, stars: 5 }
  ])
})

it.each<[string, Record<string, string>]>([
  ['no stars', { comment: 'Good' }],
  ['too many stars', { stars: '6' }],
  ['a rating that is not a number', { stars: 'many' }]
])('a form with %s is shown again, with the reason', async (_title, given) => {
  expect(await send(given)).toMatchObject({
    status: 400,
    text: expect.stringMatching(/<form.*role="alert">Elija entre una y cinco estrellas\./s)
  })
  expect(rated).toEqual([])
})

it('a conversation that is over, rated, or unknown is not asked about again', async () => {
  conversation = { ...conversation!, ratable: { until: new Date().toISOString() } }
  expect((await open()).status).toBe(410)
  expect((await send({ stars: '5' })).status).toBe(410)
  const { ratable, ...done } = conversation
  conversation = { ...done, rating: { stars: 5, at: new Date().toISOString() } }
  expect(await open()).toMatchObject({ status: 200, text: expect.stringContaining('Recebemos') })
  for (const path of ['/rate/conv.AAAAAAAAAAAAAAAA', '/rate/conv', address.replace('conv', 'other'), '/rate/%FF'])
    expect((await open(path)).status).toBeGreaterThanOrEqual(400)
  conversation = undefined
  expect((await open()).status).toBe(404)
  expect(rated).toEqual([])
})

it('a contact whose rating cannot be stored at the moment is told to retry', async () => {
  isAway = true
  expect(await send({ stars: '3' })).toMatchObject({ status: 503, text: expect.stringContaining('nuevo') })
})
