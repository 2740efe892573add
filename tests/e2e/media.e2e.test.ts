import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MediaContent, MediaFacts, Message } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { startJudgedSystem } from '@inbox/history-checker'
import { type CallbackServer, startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Collector, type Exported, startCollector } from './collector.ts'
import { formTeam, type Team } from './team.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)
let system: System
let callback: CallbackServer
let collector: Collector
let team: Team
beforeAll(async () => {
  collector = await startCollector()
  const env = {
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1', OTEL_BSP_SCHEDULE_DELAY: '200' }
  }
  system = await startJudgedSystem(import.meta.url, { env })
  callback = await startCallbackServer()
  team = await formTeam(system, {
    mode: 'manual',
    limits: [3, 3],
    kind: 'api',
    settings: { callbackUrl: callback.url }
  })
}, 60_000)
afterAll(async () => {
  await team?.[Symbol.asyncDispose]()
  await system?.stop()
  await callback?.[Symbol.asyncDispose]()
  await collector?.[Symbol.asyncDispose]()
})

/** Uploads at the gateway or at ingest, as the token's owner. */
async function upload(at: 'inbox-gateway' | 'channel-ingest', token: string, bytes: Buffer<ArrayBuffer>, name: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }
  const url = `${system.urls[at]}/v1/media?name=${encodeURIComponent(name)}`
  const answer = await fetch(url, { method: 'POST', headers, body: bytes })
  return { status: answer.status, body: (await answer.json()) as MediaFacts }
}
/** The MIME type that a message claims does not count. */
const imageOf = (mediaId: string) => ({ type: 'image' as const, mediaId, mimeType: 'text/html', caption: 'My cat' })
const bytesAt = async (url: string | undefined) => Buffer.from(await (await fetch(url!)).arrayBuffer())

test('files go both ways: uploaded by the contact’s channel and by the agent, shown to one and delivered to the other', () =>
  system.withLogs(async () => {
    const [ana, rui] = team.agents as [Team['agents'][0], Team['agents'][0]]
    const contact = team.contact('Zoe')
    const theirs = await upload('channel-ingest', team.apiKey, PNG, 'cat.png')
    expect(theirs).toMatchObject({ status: 201, body: { mimeType: 'image/png', width: 1, size: PNG.length } })
    const picture = imageOf(theirs.body.id)
    expect(await contact.writes('', { content: picture })).toMatchObject({ status: 202 })
    expect(await contact.writes('', { content: imageOf('unknown') })).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body.content.mediaId' }] }
    })

    const { id } = await ana.sees(each => each.contact.externalId === contact.id)
    const messagesPath = `/v1/conversations/${id}/messages`
    const { body } = await ana.get<{ items: Message[] }>(messagesPath)
    const shown = body.items[0]!.content as MediaContent
    expect(shown).toMatchObject({ ...picture, mimeType: 'image/png', name: 'cat.png', size: PNG.length, width: 1 })
    expect((await bytesAt(shown.url)).equals(PNG)).toBe(true)
    expect((await fetch(shown.thumbnailUrl!)).headers.get('content-type')).toBe('image/webp')

    await ana.post(`/v1/conversations/${id}/accept`)
    const text = Buffer.from('1;2;3\n'.repeat(1000))
    const mine = await upload('inbox-gateway', ana.token, text, 'invoice.csv')
    expect(mine).toMatchObject({ status: 201, body: { name: 'invoice.csv', size: text.length } })
    const reply = { clientMessageId: 'file-1', content: { type: 'file', mediaId: mine.body.id, caption: 'Here' } }
    expect(await rui.post(messagesPath, reply)).toMatchObject({ status: 400 })
    const theirFile = { ...reply, content: { type: 'image', mediaId: theirs.body.id } }
    expect(await ana.post(messagesPath, theirFile)).toMatchObject({ status: 400 })
    const sent = await ana.post<Message>(messagesPath, reply)
    expect(sent).toMatchObject({ status: 202, body: { content: { ...reply.content, name: 'invoice.csv' } } })
    const { payload } = await ana.hears('message', ({ message }) => message.id === sent.body.id)
    expect((await bytesAt((payload.message.content as MediaContent).url)).equals(text)).toBe(true)

    const delivered = await waitFor(() => callback.received.find(({ text }) => text.includes(mine.body.id)))
    const { content } = (delivered.body as { data: { content: MediaContent } }).data
    expect(content).toMatchObject({ type: 'file', name: 'invoice.csv', caption: 'Here' })
    expect((await bytesAt(content.url)).equals(text)).toBe(true)
  }))

test('a contact’s file stored elsewhere is shown from our copy; if it is gone there, the agent learns why', () =>
  system.withLogs(async () => {
    const server = createServer((request, response) =>
      request.url === '/cat.png' ? response.end(PNG) : response.writeHead(404).end()
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const contact = team.contact('Ivo')
    for (const name of ['cat.png', 'gone.png'])
      await contact.writes('', {
        content: { type: 'image', url: `${elsewhere}/${name}`, mimeType: 'image/png', caption: name }
      })
    const ana = team.agents[0]!
    const { id } = await ana.sees(each => each.contact.externalId === contact.id)
    const [copied, gone] = await waitFor(async () => {
      const { body } = await ana.get<{ items: Message[] }>(`/v1/conversations/${id}/messages`)
      return body.items.length === 2 && body.items.every(each => each.mediaCopy?.state !== 'pending') && body.items
    })
    const content = copied!.content as MediaContent
    expect(content).toMatchObject({ mediaId: expect.any(String), mimeType: 'image/png', width: 1, caption: 'cat.png' })
    expect((await bytesAt(content.url)).equals(PNG)).toBe(true)
    expect(copied).not.toHaveProperty('mediaCopy')
    expect(gone!.mediaCopy).toEqual({ state: 'failed', reason: 'gone' })
    server.close()
  }))

test('while media is unavailable nothing that names a file is accepted, and what was not sent is sent once it is back', () =>
  system.withLogs(async () => {
    const contact = team.contact('Bia')
    const { body } = await upload('channel-ingest', team.apiKey, PNG, 'dog.png')
    system.pause('media')
    const again = { content: imageOf(body.id), messageId: 'the-same' }
    expect((await contact.writes('', again)).status).toBe(503)
    expect((await contact.writes('a text goes on')).status).toBe(202)
    system.resume('media')
    expect((await contact.writes('', again)).status).toBe(202)
  }))

const NOT_YET = 'not exported yet'

/** `service: name` of a span and all its ancestors, outermost first. */
function wayTo(span: Exported, spans: readonly Exported[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  const before = parent ? wayTo(parent, spans) : span.parentSpanId ? [NOT_YET] : []
  return [...before, `${span.service}: ${span.name}`]
}
const traced = (service: string, name: string, value: string) =>
  waitFor(
    () =>
      collector.spans
        .filter(
          span => span.service === service && span.name === name && Object.values(span.attributes).includes(value)
        )
        .map(span => wayTo(span, collector.spans))
        .find(([first]) => first !== NOT_YET),
    { describe: `a trace to ${name} of ${service}`, timeoutMs: 30_000 }
  )

/** The spans of a delivery's attempt and of the call to its provider, once both have been exported. */
const attempted = (id: string) =>
  waitFor(
    () => {
      const deliver = collector.spans.find(
        ({ name, attributes }) => name === 'deliver' && attributes['inbox.delivery.id'] === id
      )
      const call = collector.spans.find(({ parentSpanId, name }) => name === 'POST' && parentSpanId === deliver?.spanId)
      return call && [deliver!.attributes, call.attributes]
    },
    { describe: 'an attempt to be told', timeoutMs: 30_000 }
  )

const received = [
  'channel-ingest: POST /v1/messages',
  'channel-ingest: send message.received',
  'queue: process message.received',
  'queue: send conversation.queued',
  'distribution: process conversation.queued'
]
const delivered = [
  'inbox-gateway: POST /v1/conversations/:id/messages',
  'inbox-gateway: POST /v1/conversations/:id/messages',
  'queue: POST /v1/conversations/:id/messages',
  'queue: send delivery.requested',
  'channel-adapters: process delivery.requested',
  'channel-adapters: deliver'
]

test('where agents pick, the trace of a contact’s message contains its wait in the queue, from its arrival to the agent’s click', () =>
  system.withLogs(async () => {
    const contact = team.contact('Mia')
    await contact.writes('Hello')
    const ana = team.agents[0]!
    const { id } = await ana.sees(each => each.contact.externalId === contact.id)
    await ana.post(`/v1/conversations/${id}/accept`)
    expect(await traced('distribution', 'wait in queue', id)).toEqual([...received, 'distribution: wait in queue'])
  }))

test('one trace leads from a contact’s message through the wait in the queue to the agent’s screen, and one from the agent’s click to the provider’s answer', () =>
  system.withLogs(async () => {
    await using automatic = await formTeam(system, {
      ...{ mode: 'automatic', limits: [1], kind: 'api', settings: { callbackUrl: callback.url } }
    })
    const contact = automatic.contact('Kai')
    await contact.writes('Hello')
    const [agent] = automatic.agents
    const { id } = await agent!.sees(each => each.contact.externalId === contact.id && each.status === 'offered')
    expect(await traced('distribution', 'wait in queue', id)).toEqual([...received, 'distribution: wait in queue'])
    const decided = [...received, 'distribution: decide']
    expect(await traced('distribution', 'decide', id)).toEqual(decided)
    const shown = await waitFor(
      () =>
        collector.spans
          .filter(({ service, name }) => service === 'inbox-gateway' && name === 'process conversation.offered')
          .map(span => wayTo(span, collector.spans))
          .find(way => decided.every((name, n) => name === way[n])),
      { describe: 'the offer to reach the gateway in the same trace', timeoutMs: 30_000 }
    )
    expect(shown.slice(decided.length)).toEqual([
      'distribution: send offer',
      'queue: process offer',
      'queue: send conversation.offered',
      'inbox-gateway: process conversation.offered'
    ])

    await agent!.post(`/v1/conversations/${id}/accept`)
    const reply = { clientMessageId: 'traced', content: { type: 'text', text: 'Good morning' } }
    const { body } = await agent!.post<Message>(`/v1/conversations/${id}/messages`, reply)
    await agent!.hears('message', ({ message }) => message.id === body.id && message.status === 'sent')
    expect(await traced('channel-adapters', 'deliver', body.id)).toEqual(delivered)
    const { hostname, port } = new URL(callback.url)
    const server = { 'http.request.method': 'POST', 'server.address': hostname, 'server.port': Number(port) }
    expect(await attempted(body.id)).toEqual([
      expect.objectContaining({ 'inbox.outcome': 'sent' }),
      { ...server, 'http.response.status_code': 204 }
    ])

    callback.answers(() => ({ status: 400, body: `nobody has ${contact.id}` }))
    const refused = { clientMessageId: 'refused', content: { type: 'text', text: 'Good evening' } }
    const { body: other } = await agent!.post<Message>(`/v1/conversations/${id}/messages`, refused)
    expect(await attempted(other.id)).toEqual([
      expect.objectContaining({ 'inbox.outcome': 'refused', 'error.type': 'refused' }),
      { ...server, 'http.response.status_code': 400, 'error.type': '400' }
    ])
    callback.answers(() => ({ status: 204 }))
    const told = JSON.stringify(collector.spans)
    for (const secret of ['Hello', 'Good morning', 'Good evening', contact.id, '/in'])
      expect(told).not.toContain(secret)
  }))
