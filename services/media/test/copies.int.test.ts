import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Mail, mediaElsewhere } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Around, spawnOne, startMedia, startOne } from './fixture.ts'

const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')
const MAX = 10_000

/** A foreign server, with its answers by path and the requests it got. */
async function startElsewhere() {
  const asked: string[] = []
  const answers = new Map<string, RequestListener>()
  const server: Server = createServer((request, response) => {
    asked.push(request.url!)
    const answer = answers.get(request.url!)
    if (answer) answer(request, response)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ asked, answers, port },
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    [Symbol.dispose]() {
      server.closeAllConnections()
      server.close()
    }
  }
}

const stack = new AsyncDisposableStack()
let elsewhere: Awaited<ReturnType<typeof startElsewhere>>
let around: Around
let media: Awaited<ReturnType<typeof startOne>>
beforeAll(async () => {
  elsewhere = stack.use(await startElsewhere())
  around = stack.use(await startMedia(import.meta.url, { MEDIA_MAX_BYTES: MAX }))
  media = stack.use(await startOne(around.config))
}, 60_000)
afterAll(() => stack.disposeAsync())
beforeEach(() => void elsewhere.asked.splice(0))

const askOf = async (from: Around, messageId: string, url: string) => {
  const data = { messageId, channelId: 'shop', url, mimeType: 'image/gif', name: 'cat.gif' }
  const about = { key: messageId, version: 1, occurredAt: new Date(), correlationId: `trace-${messageId}` }
  const envelope = newEnvelope(mediaElsewhere, { ...about, data })
  await untilDone(() => from.queue.publish(mediaElsewhere, envelope))
}
const toldOf = (messageId: string, from = around) =>
  waitFor(() => from.told.find(({ data }) => data.messageId === messageId), { timeoutMs: 30_000 })
/** How the copy of a path's content turns out. */
async function copyOf(messageId: string, answer: RequestListener, url = elsewhere.url(`/${messageId}`)) {
  elsewhere.answers.set(`/${messageId}`, answer)
  await askOf(around, messageId, url)
  return toldOf(messageId)
}

describe('a message’s file stored elsewhere', () => {
  test('is copied once, however often that is requested, and belongs to the message’s channel', async () => {
    elsewhere.answers.set('/m1', (_, response) => response.setHeader('content-type', 'image/gif').end(GIF))
    await Promise.all([1, 2, 3].map(() => askOf(around, 'm1', elsewhere.url('/m1'))))
    const { type, correlationId, data } = await toldOf('m1')
    expect([type, correlationId, data]).toEqual([
      ...['media.copied', 'trace-m1'],
      { messageId: 'm1', channelId: 'shop', url: elsewhere.url('/m1'), mediaId: expect.any(String) }
    ])
    const claimed = await media.claim(data.mediaId!, { kind: 'channel', id: 'shop' })
    expect(claimed.body).toMatchObject({ mimeType: 'image/gif', size: GIF.length, name: 'cat.gif', width: 1 })
    expect((await media.claim(data.mediaId!, { kind: 'channel', id: 'other' })).status).toBe(404)
    const kept = await media.get(claimed.body)
    expect(Buffer.from(await kept.arrayBuffer()).equals(GIF)).toBe(true)
    expect(elsewhere.asked).toEqual(['/m1'])
  })

  test('is copied from wherever its address finally leads', async () => {
    elsewhere.answers.set('/there', (_, response) => response.end(GIF))
    const told = await copyOf('moved', (_, response) => response.writeHead(302, { location: '/there' }).end())
    expect(told.type).toBe('media.copied')
  })

  test('is requested three times while its server has problems', async () => {
    let left = 2
    const told = await copyOf('unwell', (_, response) => {
      left -= 1
      if (left < 0) response.end(GIF)
      else if (left === 0) response.writeHead(200, { 'content-length': '100' }).write(GIF, () => response.destroy())
      else response.writeHead(503).end()
    })
    expect([told.type, elsewhere.asked]).toEqual(['media.copied', ['/unwell', '/unwell', '/unwell']])
  })

  test.each<[string, string, RequestListener, string?]>([
    ['it was deleted', 'gone', (_, response) => response.writeHead(410).end()],
    ['it says that it is too large', 'too-large', (_, response) => response.end(Buffer.alloc(MAX + 1))],
    ['it never ends', 'too-large', (_, response) => pour(response)],
    ['it redirects to a private network', 'forbidden', (_, response) => redirect(response, 'http://10.0.0.1/')],
    ['it redirects to this machine', 'forbidden', (_, response) => redirect(response, 'http://127.0.0.2/secret')],
    ['it redirects to a file', 'forbidden', (_, response) => redirect(response, 'file:///etc/passwd')],
    ['it redirects in circles', 'gone', ({ url }, response) => redirect(response, url!)],
    ['it is on this machine', 'forbidden', () => undefined, 'http://127.0.0.2/secret'],
    ['it is on this machine under another name', 'forbidden', () => undefined, 'http://[::ffff:127.0.0.2]/secret'],
    ['it is a cloud metadata service', 'forbidden', () => undefined, 'http://169.254.169.254/latest/meta-data']
  ])('is not copied because %s', async (...[what, reason, answer, url]) => {
    const told = await copyOf(what.replaceAll(' ', '-'), answer, url)
    expect([told.type, told.data.reason]).toEqual(['media.notCopied', reason])
  })

  test('is not waited for when its server cannot be reached', async () => {
    const told = await copyOf('nobody', () => undefined, 'http://127.0.0.1:9/x')
    expect([told.type, told.data.reason]).toEqual(['media.notCopied', 'unreachable'])
  })
})

test('a copy interrupted by a kill is made by another process, and reported once', async () => {
  await using own = await startMedia(`${import.meta.url.replace('.int.test.ts', '')}_killed`)
  elsewhere.answers.set('/killed', (_, response) => response.end(GIF))
  {
    await using victim = await spawnOne(own.config, 'media.written#1')
    await askOf(own, 'killed', elsewhere.url('/killed'))
    expect(await victim.ended).toBe('SIGKILL')
  }
  expect(own.told).toEqual([])
  await using _ = await startOne(own.config)
  expect((await toldOf('killed', own)).type).toBe('media.copied')
  expect(elsewhere.asked).toEqual(['/killed', '/killed'])
}, 60_000)

const redirect = (response: Parameters<RequestListener>[1], location: string) =>
  response.writeHead(302, { location }).end()

function pour(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(4096)));
  }
  response.on('drain', more)
  more()
}

describe('a remote picture in an email', () => {
  /** The pictures of a mail displayed with them, as a browser would request them. */
  async function picturesOf(html: string) {
    const page = Buffer.from(html)
    const { body: facts } = await media.upload(page, { type: 'text/html', by: { kind: 'channel', id: 'shop' } })
    const message = { content: { type: 'text' as const, text: 'x' }, mail: { html: { mediaId: facts.id } } as Mail }
    const { url, imagesUrl } = media.addresses.inMessage(message, new Date()).mail.html!
    const [without, shown] = await Promise.all([url!, imagesUrl!].map(address => fetch(address)))
    expect((await without!.text()).endsWith(html)).toBe(true)
    const text = await shown!.text()
    const sources = [...text.matchAll(/src="([^"]*)"/g)].map(([, source]) => source!.replaceAll('&amp;', '&'))
    return {
      sources,
      policy: shown!.headers.get('content-security-policy'),
      load: (source: string) => fetch(new URL(source, imagesUrl))
    }
  }

  test('is loaded by us, and only when somebody asks for it; anything else, or in one of our networks, is not shown', async () => {
    elsewhere.answers.set('/pixel.gif', (_, response) => response.setHeader('content-type', 'image/gif').end(GIF))
    elsewhere.answers.set('/page', (_, response) => response.setHeader('content-type', 'image/svg+xml').end('<svg/>'))
    const inside = 'http://127.0.0.2:1/x.png'
    const pictures = [elsewhere.url('/pixel.gif'), elsewhere.url('/page'), inside].map(url => `<img src="${url}">`)
    const { sources, policy, load } = await picturesOf(pictures.join('\n'))
    expect(elsewhere.asked).toEqual([])
    expect(policy).toMatch(
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:;/
    )
    const answers = await Promise.all(sources.map(load))
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404])
    expect(Buffer.from(await answers[0]!.arrayBuffer()).equals(GIF)).toBe(true)
    expect(answers[0]!.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect((await load(sources[0]!.replace('pixel.gif', 'page'))).status).toBe(403)
  })
})
