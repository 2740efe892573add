import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { mediaNamed, mediaReleased } from '@inbox/contracts'
import type { Problem } from '@inbox/http'
import { newEnvelope } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { start } from '../src/service.ts'
import type { MediaDocument } from '../src/store/media.ts'
import { type Around, ana, callsOf, spawnOne, startMedia, startOne } from './fixture.ts'
import { startS3 } from './s3-server.ts'

const MIB = 1024 ** 2
const noise = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c63' } }).withExif({
    IFD0: { Copyright: 'Somebody', ImageDescription: 'where I live' }
  })

const stack = new AsyncDisposableStack()
let around: Around
let media: Awaited<ReturnType<typeof startOne>>

beforeAll(async () => {
  around = stack.use(await startMedia(import.meta.url))
  media = stack.use(await startOne(around.config))
})
afterAll(() => stack.disposeAsync())

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter(each => each.isFile()).map(each => each.name)

describe.each(['file', 's3'])('a file in a store of kind %s', kind => {
  const own = new AsyncDisposableStack()
  let service: Awaited<ReturnType<typeof startOne>>
  beforeAll(async () => {
    const s3 = kind === 's3' ? own.use(await startS3()) : undefined
    service = s3
      ? own.use(
          await startOne({ ...around.config, MEDIA_STORE: 's3://files/of/tests', MEDIA_S3_ENDPOINT: s3.endpoint })
        )
      : media
  })
  afterAll(() => own.disposeAsync())

  test('is returned byte by byte, with its type', async () => {
    // more than one part of an S3 upload
    const bytes = randomBytes(17 * MIB)
    const { status, body } = await service.upload(bytes, { name: 'C:\\fakepath\\‮gnp.exe' })
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), name: 'gnp.exe', mimeType: 'application/octet-stream', size: bytes.length },
        sha256: createHash('sha256').update(bytes).digest('hex')
      }
    ])
    const answer = await service.get(body)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('can be read in parts, as players and interrupted downloads do', async () => {
    const { body } = await service.upload('0123456789', { name: 'digits.txt', type: 'text/plain' })
    const part = async (range: string, more = {}) => {
      const answer = await service.get(body, { range, ...more })
      return [answer.status, answer.headers.get('content-range'), await answer.text()]
    }
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234'])
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=0-99')).toEqual([206, 'bytes 0-9/10', '0123456789'])
    expect(await part('bytes=2-4', { 'if-range': '"another"' })).toEqual([200, null, '0123456789'])
    const [status, contentRange] = await part('bytes=10-')
    expect([status, contentRange]).toEqual([416, 'bytes */10'])
  })

  test('has a thumbnail if it is an image, which does not reveal where it was taken', async () => {
    const photo = await noise(1200, 800).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { body } = await service.upload(photo, { name: 'me.jpg', type: 'image/png' })
    expect(body).toMatchObject({ mimeType: 'image/jpeg', width: 800, height: 1200 })
    const thumbnail = await service.thumbnail(body)
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
    const { width, height, exif } = await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata()
    expect({ width, height, exif }).toEqual({ width: 427, height: 640, exif: undefined })
  })

  test('leaves nothing if its upload is interrupted', async () => {
    const before = kind === 'file' ? await filesIn(around.folder) : []
    const url = new URL('/v1/media', service.url)
    const sent = request(url, { method: 'POST', headers: { ...(await service.as(ana)), 'content-length': 50_000 } })
    sent.on('error', () => undefined)
    sent.write(randomBytes(20_000))
    if (kind === 'file') await waitFor(async () => (await filesIn(around.folder)).length > before.length)
    sent.destroy()
    if (kind === 'file') await waitFor(async () => (await filesIn(around.folder)).length === before.length)
  })
})

test('a file of more than MEDIA_MAX_BYTES is refused, whether its length was declared or not', async () => {
  const told = await media.upload(Buffer.alloc(20_000_001))
  const pieces = Readable.from(Array.from({ length: 21 }, () => Buffer.alloc(1_000_000)))
  const untold = await media.upload(Readable.toWeb(pieces) as ReadableStream)
  for (const { status, body } of [told, untold])
    expect([status, (body as unknown as Problem).code]).toEqual([413, 'too-large'])
})

test('an image that unpacks to more than any camera produces is kept as a file, and shown to nobody', async () => {
  const create = { width: 9000, height: 9000, channels: 3 as const, background: '#000' }
  const bomb = await sharp({ create, limitInputPixels: false }).png().toBuffer()
  const { body } = await media.upload(bomb, { name: 'bomb.png' })
  expect(body).toMatchObject({ mimeType: 'image/png', size: bomb.length })
  expect(body.width).toBeUndefined()
  expect((await media.get(body)).headers.get('content-disposition')).toContain('attachment')
  expect((await media.thumbnail(body)).status).toBe(404)
}, 30_000)

test('what a file shows or does in a browser depends on its bytes, whatever its sender claims', async () => {
  const png = await noise(4, 4).png().toBuffer()
  const handled = async (bytes: NonNullable<RequestInit['body']>, name: string, type: string) => {
    const { body } = await media.upload(bytes, { name, type })
    const { headers } = await media.get(body)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/^sandbox;/)
    return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]]
  }
  expect(await handled(png, 'a.html', 'text/html')).toEqual(['image/png', 'inline'])
  expect(await handled('<script>alert(1)</script>', 'a.png', 'image/png')).toEqual([
    'application/octet-stream',
    'attachment'
  ])
  const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  expect(await handled(svg, 'a.svg', 'image/svg+xml')).toEqual(['image/svg+xml', 'attachment'])
  expect(await handled('<p>hello', 'a.html', 'text/html')).toEqual(['text/html', 'attachment'])
  expect(await handled('%PDF-1.7\n', 'a.pdf', '')).toEqual(['application/pdf', 'inline'])
  expect(await handled('name;city\n', 'été “1”.csv', 'text/csv')).toEqual(['text/csv', 'attachment'])
})

test('an address is valid for an hour, for one file and for nothing else', async () => {
  const { body } = await media.upload('secret', { name: 'a b/ü.txt' })
  const hourAgo = new Date(Date.now() - 3_600_000)
  const good = media.addresses.of(body, new Date())
  expect((await fetch(good)).status).toBe(200)
  const refused = [
    media.addresses.of(body, hourAgo),
    good.replace(/signature=./, 'signature=_'),
    good.replace(/expires=\d/, 'expires=9'),
    good.replace(body.id, (await media.upload('other')).body.id),
    `${good}&thumbnail=1`,
    good.replace(/\?.*/, '')
  ]
  const statuses = await Promise.all(refused.map(async url => (await fetch(url)).status))
  expect(statuses).toEqual([403, 403, 403, 403, 403, 400])
})

test('a file may be sent only by whoever uploaded it', async () => {
  const { body } = await media.upload('mine', { name: 'mine.txt' })
  expect(await media.claim(body.id, { kind: 'user', id: 'ana' })).toEqual({ status: 200, body })
  expect((await media.claim(body.id, { kind: 'user', id: 'rui' })).status).toBe(404)
  expect((await media.claim(body.id, { kind: 'channel', id: 'ana' })).status).toBe(404)
  expect((await media.claim('unknown', { kind: 'user', id: 'ana' })).status).toBe(404)
})

test('what no message names in time is removed, including what a killed process left; what a message names stays', async () => {
  await using brief = await startMedia(import.meta.url, { MEDIA_UNNAMED_MS: 2500 })
  await using dying = await spawnOne(brief.config, 'media.written')
  await expect(callsOf(dying.url).upload('left behind')).rejects.toThrow('fetch failed')
  expect(await dying.ended).toBe('SIGKILL')
  expect(await filesIn(brief.folder)).toHaveLength(1)

  await using another = await startOne(brief.config)
  const [named, unnamed] = [(await another.upload('named')).body, (await another.upload('unnamed')).body]
  const about = { key: 'c1', version: 1, occurredAt: new Date(), correlationId: 'test' }
  const data = { mediaId: named.id, messageId: 'msg-1', contactId: 'contact-1' }
  await brief.queue.publish(mediaNamed, newEnvelope(mediaNamed, { ...about, data }))
  await waitFor(async () => (await filesIn(brief.folder)).join() === named.id)
  expect((await another.get(unnamed)).status).toBe(404)
  expect((await another.claim(unnamed.id, { kind: 'user', id: 'ana' })).status).toBe(404)
  expect((await another.get(named)).status).toBe(200)
})

test('a file is removed with the last message that names it, however often that is reported', async () => {
  await using brief = await startMedia(import.meta.url, { MEDIA_UNNAMED_MS: 1500 })
  await using one = await startOne(brief.config)
  const { id } = (await one.upload('said twice')).body
  const { id: other } = (await one.upload('of another')).body
  const about = { key: 'c1', version: 1, occurredAt: new Date(), correlationId: 'test' }
  const tell = (type: typeof mediaNamed | typeof mediaReleased, mediaId: string, messageId: string) =>
    brief.queue.publish(type, newEnvelope(type, { ...about, data: { mediaId, messageId, contactId: 'contact-1' } }))
  const { mongodbUrl: url, database } = brief.stores
  await using mongo = await connectMongo({ url, database: `${database}_media`, logger: createLogger('test', 'silent') })
  const documents = () => mongo.collection<MediaDocument>('media')
  const namedBy = async () => (await documents().findOne({ _id: id }))?.named?.map(({ messageId }) => messageId)
  for (const [mediaId, messageId] of [
    [id, 'm1'],
    [id, 'm2'],
    [other, 'm3']
  ] as const)
    await tell(mediaNamed, mediaId, messageId)
  await waitFor(async () => (await documents().countDocuments({ goesOn: { $exists: false } })) === 2)
  for (let times = 0; times < 2; times++) await tell(mediaReleased, id, 'm1')
  await waitFor(async () => (await namedBy())?.join() === 'm2')
  expect(await documents().countDocuments({ goesOn: { $exists: true } })).toBe(0)
  await tell(mediaReleased, id, 'm2')
  await tell(mediaReleased, id, 'never-heard-of')
  await waitFor(async () => (await filesIn(brief.folder)).join() === other)
})

test('while the store is unavailable an upload is refused for now, the service says that it is not ready, and nothing is left', async () => {
  await using cut = await startMedia(import.meta.url, { MEDIA_STORE: 'file:/dev/null/nowhere' })
  await using stuck = await start(cut.config)
  const { status, body } = await callsOf(stuck.url).upload('lost?')
  expect([status, (body as unknown as Problem).code]).toEqual([503, 'unavailable'])
  await waitFor(async () => {
    const { waitingFor } = (await (await fetch(`${stuck.url}/readyz`)).json()) as { waitingFor: string[] }
    return waitingFor.join() === 'file store'
  })
})
