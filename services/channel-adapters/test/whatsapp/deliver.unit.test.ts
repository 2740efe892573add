import { createOutboundClient } from '@inbox/http'
import { ok, systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { createDeliver } from '../../src/channels/whatsapp/deliver.ts'
import { createUpload } from '../../src/channels/whatsapp/upload.ts'
import type { LeavingRequest } from '../../src/domain/delivery.ts'
import { aDelivery } from '../builders.ts'
import { BSUID, NUMBER, PHONE } from './notifications.ts'
import { startSurroundings } from './surroundings.ts'

async function startOutbound() {
  await using stack = new AsyncDisposableStack()
  const around = stack.use(await startSurroundings(NUMBER))
  const client = stack.use(createOutboundClient(['loopback']))
  const known = new Map<string, string>()
  const files = {
    find: async (_: string, id: string) => known.get(id),
    remember: async (_: string, id: string, metaId: string) => void known.set(id, metaId)
  }
  const upload = createUpload({ client, files, mediaUrl: around.url, clock: systemClock })
  const ingest = { identity: async () => ok({}) as never }
  const deliver = createDeliver({ client, clock: systemClock, ingest, logger: createLogger('tests', 'silent'), upload })
  const kept = stack.move()
  return {
    around,
    deliver: (id: string, { ratingUrl, ...more }: Partial<LeavingRequest> = {}) => {
      const contact = { id: 'k', externalId: PHONE, name: 'Zoe' }
      const { data } = aDelivery('c1', id, { contact, ...more })
      return deliver({ ...data, ...(ratingUrl && { ratingUrl }) }, around.settings, AbortSignal.timeout(10_000))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}

const about = (id: string, more: object) => ({
  ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: PHONE, biz_opaque_callback_data: id },
  ...more
})

test('answers have the form that the Cloud API accepts; a contact without a phone is addressed by their id', async () => {
  await using it = await startOutbound()
  const template = {
    type: 'template' as const,
    name: 'ready',
    language: 'pt_BR',
    components: [],
    text: 'Your order is ready'
  }
  expect(await it.deliver('m1', { replyTo: { messageId: 'x', providerMessageId: 'wamid.q' } })).toEqual({
    ...{ kind: 'sent', receipt: 'wamid.of.m1' }
  })
  await it.deliver('m2', { contact: { id: 'k', externalId: BSUID, name: 'Zoe' }, again: 1 })
  await it.deliver('m3', { content: { type: 'location', latitude: 1, longitude: 2, name: 'Shop' } })
  await it.deliver('m4', { content: { type: 'contactCard', name: 'Ana', phones: ['+55'], organization: 'ACME' } })
  await it.deliver('m5', { content: template })
  const to = { messageId: 'x', providerMessageId: 'wamid.x' }
  await it.deliver('x.reaction-1', { content: { type: 'reaction', to, emoji: '👍' } })
  await it.deliver('x.reaction-2', { content: { type: 'reaction', to } })
  const { to: _, ...noPhone } = about('m2.1', {
    recipient: BSUID,
    type: 'text',
    text: { body: 'text of m2', preview_url: false }
  })
  expect(it.around.sent()).toEqual([
    about('m1', { type: 'text', text: { body: 'text of m1', preview_url: false }, context: { message_id: 'wamid.q' } }),
    noPhone,
    about('m3', { type: 'location', location: { latitude: 1, longitude: 2, name: 'Shop' } }),
    about('m4', {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Ana', first_name: 'Ana' },
          phones: [{ phone: '+55', type: 'CELL' }],
          org: { company: 'ACME' }
        }
      ]
    }),
    about('m5', { type: 'template', template: { name: 'ready', language: { code: 'pt_BR' } } }),
    about('x.reaction-1', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }),
    // an empty one withdraws it
    about('x.reaction-2', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '' } })
  ])
  expect(await it.deliver('m6', { content: { type: 'revoked' } })).toMatchObject({ kind: 'refused' })
})

test('Opus in Ogg leaves as a voice note, other audio as audio', async () => {
  await using it = await startOutbound()
  const sound = (mediaId: string, mimeType: string) =>
    ({ type: 'audio', mediaId, url: `http://media.example/media/${mediaId}/a?signature=s`, mimeType, size: 5 }) as const
  const voice = sound('m-1', 'audio/ogg; codecs=opus')
  await it.deliver('m1', { content: voice })
  await it.deliver('m2', { content: sound('m-2', 'audio/mp4') })
  await it.deliver('m3', { content: { ...voice, caption: 'listen' } })
  expect(it.around.sent()).toEqual([
    about('m1', { type: 'audio', audio: { id: 'meta-1', voice: true } }),
    about('m2', { type: 'audio', audio: { id: 'meta-2' } }),
    about('m3', { type: 'document', document: { id: 'meta-1', caption: 'listen' } })
  ])
})

test('a template’s header file is uploaded, and its header names it by Meta’s id', async () => {
  await using it = await startOutbound()
  const header = {
    type: 'file' as const,
    ...{ mediaId: 'm-1', url: 'http://media.example/media/m-1/bill.pdf?signature=s' },
    ...{ mimeType: 'application/pdf', name: 'bill.pdf', size: 5 }
  }
  const body = { type: 'body', parameters: [{ type: 'text', text: 'Zoe' }] }
  const components = [{ type: 'header', parameters: [{ type: 'document' }] }, body]
  const content = { type: 'template' as const, name: 'bill', language: 'en', components, text: 'Hello Zoe', header }
  await it.deliver('m1', { content })
  await it.deliver('m2', { content: { ...content, header: { ...header, type: 'image', mediaId: 'm-2' } } })
  const filled = (parameter: object) => ({
    ...{ name: 'bill', language: { code: 'en' } },
    components: [{ type: 'header', parameters: [parameter] }, body]
  })
  const document = { type: 'document', document: { id: 'meta-1', filename: 'bill.pdf' } }
  expect(it.around.sent()).toEqual([
    about('m1', { type: 'template', template: filled(document) }),
    about('m2', { type: 'template', template: filled({ type: 'image', image: { id: 'meta-2' } }) })
  ])
})

test('a file is uploaded once, whole, and named by Meta’s id; Meta’s answer decides like any other', async () => {
  await using it = await startOutbound()
  const file = {
    type: 'image' as const,
    mediaId: 'm-1',
    url: 'http://media.example/media/m-1/cat.png?signature=s',
    mimeType: 'image/png',
    name: 'cat.png',
    size: 5
  }
  await it.deliver('m1', { content: { ...file, caption: 'my cat' } })
  await it.deliver('m2', { content: { ...file, type: 'file' } })
  expect(it.around.sent()).toEqual([
    about('m1', { type: 'image', image: { id: 'meta-1', caption: 'my cat' } }),
    about('m2', { type: 'document', document: { id: 'meta-1', filename: 'cat.png' } })
  ])
  expect(it.around.at('/media/m-1/cat.png')).toHaveLength(1)
  const [{ headers, text } = { headers: {}, text: '' }, ...more] = it.around.at(`/v24.0/${NUMBER}/media`)
  expect(more).toEqual([])
  expect(Number(headers['content-length'])).toBe(text.length)
  expect(text).toMatch(
    /name="type"\r\n\r\nimage\/png\r\n.*filename="cat\.png"\r\nContent-Type: image\/png\r\n\r\nbytes\r\n--/s
  )
  it.around.answers(({ path }) =>
    path.endsWith('/media') ? { status: 400, json: { error: { code: 131053 } } } : undefined
  )
  expect(await it.deliver('m3', { content: { ...file, mediaId: 'm-2' } })).toMatchObject({ kind: 'refused' })
  it.around.answers(({ path }) => (path.startsWith('/media/') ? { status: 503 } : undefined))
  expect(await it.deliver('m4', { content: { ...file, mediaId: 'm-3' } })).toMatchObject({ kind: 'retry' })
  expect(it.around.sent()).toHaveLength(2)
})

test('a rating question has a button for the page, which is allowed in a session window', async () => {
  await using it = await startOutbound()
  const ratingUrl = 'https://adapters.example.com/rate/c1.signature'
  const question = { type: 'text' as const, text: 'Como foi?' }
  expect(await it.deliver('c1.rating', { content: question, ratingUrl })).toMatchObject({ kind: 'sent' })
  const action = { name: 'cta_url', parameters: { display_text: '★ ★ ★ ★ ★', url: ratingUrl } }
  const interactive = { type: 'cta_url', body: { text: 'Como foi?' }, action }
  expect(it.around.sent()).toEqual([about('c1.rating', { type: 'interactive', interactive })])
})

test('if Meta cannot be reached nothing was sent, and it is retried', async () => {
  await using it = await startOutbound()
  await it.around[Symbol.asyncDispose]()
  expect(await it.deliver('m1')).toMatchObject({ kind: 'retry', error: expect.stringMatching(/cannot be reached/) })
})
