import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { editReceived, reactionReceived, revocationReceived, uploadMedia } from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { channel, type Ingest, key, message, secret, sha256, startIngest } from './ingest-fixture.ts'

let ingest: Ingest
beforeAll(async () => {
  ingest = await startIngest(import.meta.url)
})
afterAll(async () => ingest?.[Symbol.asyncDispose]())

describe('a contact’s file', () => {
  const bytes = Buffer.alloc(300_000, 7)
  const expected = { id: 'f1', mimeType: 'image/png', name: 'a cat.png', size: bytes.length }

  it('is stored for the channel whose adapter uploads it with the key', async () => {
    const answer = await fetch(`${ingest.url}/v1/media?name=a%20cat.png`, {
      ...{ method: 'POST', body: bytes },
      headers: { 'content-type': 'image/png', authorization: `Bearer ${key}` }
    })
    expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining(expected)])
    expect(ingest.uploads.pop()).toEqual({ kind: 'channel', id: channel.id })
  })

  it.each([
    ['as it arrives', () => ({ content: Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]) })],
    ['of known size', () => ({ content: Readable.from([bytes]), size: bytes.length })],
    ['at once', () => ({ content: bytes })]
  ])('is stored for the channel that channel-adapters names, without a key: %s', async (_, body) => {
    const client = createClient({ baseUrl: ingest.url, service: 'channel-adapters', secret })
    const sent = { query: { name: 'a cat.png' }, channelId: channel.id, bytes: { ...body(), mimeType: 'image/png' } }
    expect(await client.call(uploadMedia, sent)).toMatchObject({ ok: true, value: expected })
    expect(ingest.uploads.pop()).toEqual({ kind: 'channel', id: channel.id })
    expect(
      await client.call(uploadMedia, { ...sent, channelId: 'unknown', bytes: { ...body(), mimeType: '' } })
    ).toEqual({ ok: false, error: expect.objectContaining({ status: 401 }) })
  })
})

describe('a file named in a message', () => {
  const at = new Date().toISOString()
  it.each([
    ['/v1/messages', { contact: { id: '+55' }, sentAt: at }],
    ['/v1/edits', { at }],
    ['/v1/echoes', { contact: { id: '+55' }, sentAt: at }]
  ])('is one of the channel’s own, and the event describes it as media knows it: %s', async (path, told) => {
    const { messageId } = message()
    const name = (mediaId: string) =>
      ingest.post(path, { ...told, messageId, content: { type: 'image', mediaId, mimeType: 'text/html' } })
    const { status, body } = await name('f of another')
    expect([status, body.issues?.[0].path]).toEqual([400, 'body.content.mediaId'])
    expect((await name('f1')).status).toBe(202)
    const isOfIt = ({ data }: { data: unknown }) =>
      [(data as { messageId: string }).messageId, (data as { providerMessageId?: string }).providerMessageId].includes(
        messageId
      )
    const event = await waitFor(() => ingest.received.find(isOfIt))
    expect(event.data).toMatchObject({ content: { type: 'image', mediaId: 'f1', mimeType: 'image/png', size: 9 } })
  })
})

describe('the how-to for adapters', () => {
  const address = new URL('../../../docs/how-to/write-a-channel-adapter.md', import.meta.url)
  // each begins a line with curl, or stands between backticks, and ends where its answer or the block does
  const commands = readFileSync(address, 'utf8').match(
    /(?<=^|`)curl .*127\.0\.0\.1:4101[\s\S]*?(?=\n(curl|HTTP\/|```)|`)/gm
  )!
  const named = commands.map(command => [/\/v1\/\w+/.exec(command)![0], command] as const)

  it('has a command for everything that adapters post', () => {
    const paths = ['messages', 'media', 'reactions', 'edits', 'revocations', 'typing', 'echoes', 'statuses']
    expect(new Set(named.map(([path]) => path))).toEqual(new Set(paths.map(path => `/v1/${path}`)))
  })

  it.each(named)('has a command that works: %s', async (path, command) => {
    const here = command.replace('http://127.0.0.1:4101', ingest.url).replace('@cat.jpg', '@-')
    const options = { env: { ...process.env, KEY: key } }
    const run = promisify(execFile)('sh', ['-c', `${here} -s -o /dev/null -w '%{http_code}'`], options)
    run.child.stdin?.end('\xff\xd8')
    expect((await run).stdout).toMatch(path === '/v1/media' ? /201$/ : /202$/)
  })
})

describe('what a contact does to a message', () => {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  it.each([
    ['/v1/reactions', reactionReceived, { contact: { id: '+55' }, emoji: '👍' }, { contactId: '+55', emoji: '👍' }],
    ['/v1/reactions', reactionReceived, { contact: { id: '+55' } }, { contactId: '+55' }],
    ['/v1/edits', editReceived, { content: { type: 'text', text: 'new' } }, { content: { type: 'text', text: 'new' } }],
    ['/v1/revocations', revocationReceived, {}, {}]
  ])('is published with its channel, and never in the future: %s', async (path, { type }, given, expected) => {
    const { messageId } = message()
    expect((await ingest.post(path, { messageId, ...given, at: later })).status).toBe(202)
    const told = await waitFor(() => ingest.received.find(each => each.type === type && each.key === messageId))
    expect(told.data).toMatchObject({ channelId: channel.id, messageId, ...expected })
    expect(Date.parse((told.data as { at: string }).at)).toBeLessThan(Date.parse(later))
  })

  it.each([
    ['/v1/reactions', { emoji: '👍' }, 'body.contact'],
    ['/v1/reactions', { contact: { id: '+55' }, emoji: '\u200b' }, 'body.emoji'],
    ['/v1/edits', {}, 'body.content'],
    ['/v1/revocations', { contact: { id: '+55' } }, 'body']
  ])('is refused with an explanation: %s %j', async (path, given, where) => {
    const { status, body } = await ingest.post(path, { messageId: 'm', at: later, ...given })
    expect([status, body.issues[0].path]).toEqual([400, where])
  })
})

describe('another name of a contact', () => {
  it('is published with both names; a message lists its sender’s other names', async () => {
    const { status } = await ingest.post('/v1/identities', { contactId: '+5512', newId: 'BR.12' })
    expect(status).toBe(202)
    const told = await waitFor(() => ingest.received.find(({ type }) => type === 'contact.identified'))
    expect(told.data).toMatchObject({ channelId: channel.id, contactId: '+5512', newId: 'BR.12' })
    const sent = message({ contact: { id: 'BR.12', aliases: ['+5512', 'not one'] } })
    const { body } = await ingest.post('/v1/messages', sent)
    expect(body.warnings).toMatchObject([{ path: 'body.contact.aliases.1' }])
    const event = await waitFor(() => ingest.dataOf(sent.messageId)[0])
    expect((event.data as { contact: object }).contact).toEqual({ id: 'BR.12', aliases: ['+5512'] })
  })

  it.each([
    [{ contactId: '+5512' }, 'body.newId'],
    [{ contactId: '+5512', newId: 'two words' }, 'body.newId'],
    [{ contactId: '+5512', newId: 'a', name: 'Bia' }, 'body']
  ])('is refused with an explanation: %j', async (given, path) => {
    const { status, body } = await ingest.post('/v1/identities', given)
    expect([status, body.issues[0].path]).toEqual([400, path])
  })
})

describe('an answer sent elsewhere', () => {
  it.each([
    ['Ana', 'Ana'],
    [undefined, undefined],
    [7, undefined]
  ])('is published with our id for it and its author’s name, if valid: %s', async (author, told) => {
    const { messageId, ...rest } = message({ ...(author !== undefined && { author }) })
    const answer = await ingest.post('/v1/echoes', { messageId, ...rest })
    expect([answer.status, answer.body.warnings?.[0].path]).toEqual([202, author === 7 ? 'body.author' : undefined])
    const event = await waitFor(() =>
      ingest.received.find(({ type, key }) => type === 'message.echoed' && key === answer.body.id)
    )
    expect(event.data).toMatchObject({ providerMessageId: messageId, channelId: channel.id, contactId: '+55' })
    expect((event.data as { author?: string }).author).toBe(told)
  })
})

describe('a status', () => {
  it('is published as an event of its channel', async () => {
    const at = new Date().toISOString()
    const status = { messageId: 'out-1', status: 'read', at }
    expect(await ingest.post('/v1/statuses', { ...status, contact: { id: 'bia' } })).toMatchObject({ status: 202 })
    const event = await waitFor(() =>
      ingest.received.find(({ type, key }) => type === 'message.statusReceived' && key === status.messageId)
    )
    expect(event.data).toEqual({ ...status, channelId: 'wa', contactId: 'bia' })
  })
})

describe('a departure', () => {
  const at = new Date().toISOString()
  const departure = { contact: { id: 'visitor-1' }, at, afterMessageId: 'm-1' }

  it('of a visitor is published as an event, after their last message', async () => {
    const site = { ...channel, id: 'site', kind: 'webchat', session: { kind: 'attended' } } as const
    await ingest.announce({ ...site, keys: [{ id: 'k', sha256: sha256('site') }] })
    await waitFor(async () => (await ingest.post('/v1/departures', departure, 'site')).status === 202)
    const event = await waitFor(() => ingest.received.find(({ type }) => type === 'contact.left'))
    const last = await ingest.post('/v1/messages', message({ messageId: 'm-1' }), 'site')
    expect(event.data).toEqual({ channelId: 'site', contactId: 'visitor-1', at, afterMessageId: last.body.id })
  })

  it('is refused on a channel where answers can be delivered later, too', async () => {
    expect(await ingest.post('/v1/departures', departure)).toMatchObject({
      status: 422,
      body: { code: 'unprocessable' }
    })
  })
})

describe('keys follow the directory', () => {
  it('a channel that is switched off answers 401 at once', async () => {
    await ingest.announce({ ...channel, id: 'wa3', keys: [{ id: 'k', sha256: sha256('third') }] })
    await waitFor(async () => (await ingest.post('/v1/messages', message(), 'third')).status === 202)
    await ingest.announce({
      ...channel,
      id: 'wa3',
      version: 2,
      active: false,
      keys: [{ id: 'k', sha256: sha256('third') }]
    })
    await waitFor(async () => (await ingest.post('/v1/messages', message(), 'third')).status === 401)
  })
})
