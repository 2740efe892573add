import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { channel, type Ingest, message, sha256, startIngest } from './ingest-fixture.ts'

let ingest: Ingest
beforeAll(async () => {
  ingest = await startIngest(import.meta.url)
})
afterAll(async () => ingest?.[Symbol.asyncDispose]())

describe('a message', () => {
  it.each([
    { type: 'sticker', url: 'https://cdn.example/s', mimeType: 'image/webp' },
    { type: 'interactive', title: 'Yes', id: 'button 1' },
    { type: 'order', items: [{ id: 'sku-1', quantity: 2, price: 9.5 }], currency: 'BRL' },
    { type: 'unsupported', what: 'poll' }
  ])('may contain whatever a channel supports: %j', async content => {
    const posted = message({ content })
    expect((await ingest.post('/v1/messages', posted)).status).toBe(202)
    await waitFor(() => ingest.dataOf(posted.messageId)[0])
    expect(ingest.dataOf(posted.messageId)[0]).toMatchObject({ data: { content } })
  })

  it('may not be a template: only we send those', async () => {
    const content = { type: 'template', name: 'a', language: 'en', components: [], text: 'a' }
    const { status, body } = await ingest.post('/v1/messages', message({ content }))
    expect([status, body.issues[0].path]).toEqual([400, 'body.content.type'])
  })

  it('is answered 202 once the broker holds it, with everything that others need in the event', async () => {
    const thread = { id: 'boots', subject: 'My boots' }
    const sent = message({ contact: { id: '+55', name: 'Bia', attributes: { plan: 'gold' } }, thread })
    const { status, body } = await ingest.post('/v1/messages', sent)
    expect(status).toBe(202)
    const event = await waitFor(() => ingest.dataOf(sent.messageId)[0])
    expect(event.data).toMatchObject({
      messageId: body.id,
      departmentId: 'sales',
      channel: { id: 'wa', session: { kind: 'window' } },
      contact: sent.contact,
      thread
    })
  })

  it('I8: has the same id each time it is repeated, and a different one on another channel', async () => {
    const sent = message()
    const answers = await Promise.all([ingest.post('/v1/messages', sent), ingest.post('/v1/messages', sent)])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
    await ingest.announce({ ...channel, id: 'wa2', keys: [{ id: 'k', sha256: sha256('other') }] })
    const other = await waitFor(async () => {
      const answer = await ingest.post('/v1/messages', sent, 'other')
      return answer.status === 202 ? answer : undefined
    })
    expect(other.body.id).not.toBe(answers[0]?.body.id)
  })

  it('from the future counts as sent now', async () => {
    const sent = message({ sentAt: '2099-01-01T00:00:00.000Z' })
    await ingest.post('/v1/messages', sent)
    const event = await waitFor(() => ingest.dataOf(sent.messageId)[0])
    expect(Date.parse((event.data as { sentAt: string }).sentAt)).toBeLessThanOrEqual(Date.now())
  })

  it.each([
    ['without content', { content: undefined }, 'body.content'],
    ['with text over 64 KiB', { content: { type: 'text', text: 'é'.repeat(40_000) } }, 'body.content.text'],
    ['with an operator for an id', { messageId: { $gt: '' } }, 'body.messageId'],
    ['with an unknown field', { more: 1 }, 'body'],
    ['with an unsupported hint', { conversationHint: 'c1' }, 'body'],
    ['with a thread that has no name', { thread: { subject: 'My boots' } }, 'body.thread.id'],
    ['with a thread without visible characters', { thread: { id: 't', subject: '\u3164' } }, 'body.thread.subject'],
    ['with an unknown fact about its sender', { contact: { id: 'x', shoeSize: 44 } }, 'body.contact'],
    ['for an unknown department', { departmentId: 'nowhere' }, 'body.departmentId'],
    ['without a valid time', { sentAt: 'yesterday' }, 'body.sentAt']
  ])('%s is refused with the path', async (_what, change, path) => {
    const sent = message(change)
    const { status, body } = await ingest.post('/v1/messages', sent)
    expect(status).toBe(400)
    expect(body.issues.map((issue: { path: string }) => issue.path)).toContain(path)
  })

  it('is never refused over a fact about its sender: what cannot be stored is left out, and reported in the answer', async () => {
    const odd = {
      name: '\u3164',
      email: 'none',
      phone: '',
      avatarUrl: 'ftp://x',
      attributes: { plan: 'gold', constructor: 1 }
    }
    const [single, inBatch] = [odd, odd].map(facts => message({ contact: { id: '+55', ...facts } }))
    const fine = message({ contact: { id: '+55', email: 'bounce+a=b@example.org' } })
    const paths = ['name', 'email', 'phone', 'avatarUrl', 'attributes.constructor'].map(fact => `body.contact.${fact}`)
    const warnings = paths.map(path => ({ path, message: expect.stringContaining('left out') }))
    expect(await ingest.post('/v1/messages', single)).toMatchObject({ status: 202, body: { warnings } })
    const { body } = await ingest.post('/v1/messages/batch', { messages: [inBatch, fine] })
    expect(body.results).toMatchObject([{ messageId: inBatch!.messageId, warnings }, { messageId: fine.messageId }])
    expect(body.results[1]).not.toHaveProperty('warnings')
    for (const { messageId } of [single!, inBatch!]) {
      const event = await waitFor(() => ingest.dataOf(messageId)[0])
      expect(event.data).toMatchObject({ contact: { id: '+55', attributes: { plan: 'gold' } } })
    }
  })

  it('with a file of any type is accepted, and so is one of only invisible characters', async () => {
    const url = 'https://cdn.example/1'
    const [voice, file, blank] = [
      message({ content: { type: 'audio', url, mimeType: 'Audio/OGG; codecs=opus' } }),
      message({ content: { type: 'file', url, name: 'photo\u202egnp.exe' } }),
      message({ content: { type: 'text', text: '\u200b' } })
    ]
    for (const sent of [voice, file, blank]) expect((await ingest.post('/v1/messages', sent)).status).toBe(202)
    const contentOf = async ({ messageId }: { messageId: string }) =>
      ((await waitFor(() => ingest.dataOf(messageId)[0])).data as { content: object }).content
    expect(await contentOf(voice!)).toMatchObject({ mimeType: 'audio/ogg; codecs=opus' })
    expect(await contentOf(file!)).toEqual({
      type: 'file',
      url,
      mimeType: 'application/octet-stream',
      name: 'photognp.exe'
    })
    expect(await contentOf(blank!)).toEqual({ type: 'text', text: '\u200b' })
  })

  it('is ordered within its second: messages are received in the order in which they were posted', async () => {
    const contact = { id: 'hurried' }
    const sentAt = '2026-01-01T09:00:00Z'
    const batch = Array.from({ length: 50 }, () => message({ contact, sentAt }))
    await ingest.post('/v1/messages/batch', { messages: batch })
    const after = message({ contact, sentAt })
    await ingest.post('/v1/messages', after)
    await waitFor(() => ingest.dataOf(after.messageId)[0])
    const times = [...batch, after].map(
      ({ messageId }) => (ingest.dataOf(messageId)[0]!.data as { receivedAt: string }).receivedAt
    )
    expect(new Set(times).size).toBe(51)
    expect(times).toEqual([...times].sort())
  })

  it.each(['', 'unknown', 'expired'])('with the key "%s" is 401', async apiKey => {
    expect(await ingest.post('/v1/messages', message(), apiKey)).toMatchObject({ status: 401 })
  })
})

describe('a batch', () => {
  it('has each message judged on its own, in order', async () => {
    const [good, bad, last] = [message(), message({ content: { type: 'text' } }), message()]
    const { status, body } = await ingest.post('/v1/messages/batch', { messages: [good, bad, last] })
    expect(status).toBe(202)
    expect(body.results).toMatchObject([
      { messageId: good.messageId, id: expect.any(String) },
      { messageId: bad.messageId, error: { status: 400 } },
      { messageId: last.messageId, id: expect.any(String) }
    ])
  })

  it('reports whatever is not a message, and does not fail because of it', async () => {
    const bad = [
      { messageId: { toString: 1 } },
      { messageId: ['m'] },
      { messageId: 'x'.repeat(1000) },
      null,
      [],
      'm',
      7
    ]
    const { status, body } = await ingest.post('/v1/messages/batch', { messages: bad })
    expect([status, body.results]).toMatchObject([202, bad.map(() => ({ messageId: null, error: { status: 400 } }))])
  })

  it('of more than 500 is refused', async () => {
    expect(
      await ingest.post('/v1/messages/batch', { messages: Array.from({ length: 501 }, () => message()) })
    ).toMatchObject({
      status: 400
    })
  })
})

// last, because it takes the broker away
describe('without a broker that confirms', () => {
  it('I8: answers 503 with Retry-After, never 202, and recovers by itself', async () => {
    ingest.broker.refuse()
    ingest.broker.cut()
    const { status, headers } = await ingest.post('/v1/messages', message())
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    expect((await ingest.post('/v1/messages/batch', { messages: [message()] })).status).toBe(503)
    ingest.broker.heal()
    await waitFor(async () => (await ingest.post('/v1/messages', message())).status === 202, { timeoutMs: 30_000 })
  })
})
