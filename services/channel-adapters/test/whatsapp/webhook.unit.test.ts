import { expect, test } from '@jest/globals'
import { BSUID, message, messages, PHONE, status, statuses } from './notifications.ts'
import { startWhatsapp } from './running-channel.ts'
import { notify, VERIFY_TOKEN } from './surroundings.ts'

test('an address is verified by its channel’s verify token, and calls by the signature over their bytes', async () => {
  await using it = await startWhatsapp()
  const asked = async (channelId: string, token: string) => {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': token,
      'hub.challenge': '1158201444'
    })
    const found = await fetch(`${it.url}/v1/whatsapp/${channelId}/webhook?${query}`)
    return [found.status, found.ok ? await found.text() : found.headers.get('content-type')?.split(';')[0]]
  }
  expect(await asked('shop', VERIFY_TOKEN)).toEqual([200, '1158201444'])
  expect(await asked('shop', 'other')).toEqual([403, 'application/problem+json'])
  expect(await asked('other', VERIFY_TOKEN)).toEqual([404, 'application/problem+json'])
  const hello = messages(message({ type: 'text', text: { body: 'Hello' } }))
  expect(await notify(it.url, hello, 'another secret')).toBe(401)
  const unsigned = await fetch(`${it.url}/v1/whatsapp/shop/webhook`, { method: 'POST', body: '{' })
  expect(unsigned.status).toBe(401)
  expect(it.around.at('/v1/messages')).toEqual([])
  expect(await notify(it.url, hello)).toBe(200)
  const [posted] = it.around.at('/v1/messages')
  expect(posted?.headers['x-channel-id']).toBe('shop')
  expect(posted?.body).toMatchObject({ contact: { id: BSUID, name: 'Zoe' }, content: { type: 'text', text: 'Hello' } })
})

test('a notification is answered once channel-ingest has stored all of it: until then Meta repeats it, with the same ids', async () => {
  await using it = await startWhatsapp()
  const [first, second] = ['one', 'two'].map(body => message({ type: 'text', text: { body } }))
  const both = messages(first!, null as never, second!)
  it.around.answers(({ path, body }) =>
    path === '/v1/messages' && body.content.text === 'one' ? { status: 503 } : undefined
  )
  expect(await notify(it.url, both)).toBe(503)
  it.around.answers(() => undefined)
  expect(await notify(it.url, both)).toBe(200)
  const posted = it.around.at('/v1/messages').map(({ body }) => [body.messageId, body.content.text])
  expect(posted).toEqual([
    [first!.id, 'one'],
    [second!.id, 'two'],
    [first!.id, 'one'],
    [second!.id, 'two']
  ])
})

test('what channel-ingest refuses in a message is shown as unsupported, and loses nothing else', async () => {
  await using it = await startWhatsapp()
  it.around.answers(({ path, body }) =>
    path === '/v1/messages' && body.content.text === 'odd'
      ? { status: 400, json: { code: 'malformed', detail: 'no' } }
      : undefined
  )
  const [odd, good] = ['odd', 'good'].map(body => message({ type: 'text', text: { body } }))
  expect(await notify(it.url, messages(odd!, good!))).toBe(200)
  const posted = it.around.at('/v1/messages').map(({ body }) => body.content)
  expect(posted).toEqual([
    { type: 'text', text: 'odd' },
    { type: 'unsupported', what: 'text' },
    { type: 'text', text: 'good' }
  ])
})

test('customers’ files are fetched at once with the token and stored by media; if Meta no longer has one, the message says so', async () => {
  await using it = await startWhatsapp()
  const picture = (id: string, more: object = {}) =>
    messages(message({ type: 'image', image: { id, mime_type: 'image/png', ...more } }))
  expect(await notify(it.url, picture('meta-1', { caption: 'my cat' }))).toBe(200)
  expect(it.around.at('/bytes').map(({ headers }) => headers.authorization)).toEqual(['Bearer token'])
  expect(it.around.at('/v1/media').map(({ text }) => text)).toEqual(['bytes'])
  it.around.answers(({ path }) => (path === '/v24.0/meta-2' ? { status: 404 } : undefined))
  expect(await notify(it.url, picture('meta-2', { caption: 'my dog' }))).toBe(200)
  const posted = it.around.at('/v1/messages').map(({ body }) => body.content)
  expect(posted).toEqual([
    { type: 'image', mediaId: 'media-1', mimeType: 'image/png', caption: 'my cat' },
    { type: 'text', text: 'my dog\n\n[image (Meta responded with 404)]' }
  ])
})

test('statuses confirm the delivery that they name, and are reported by our id; those of others by theirs', async () => {
  await using it = await startWhatsapp()
  const errors = [{ code: 131026, title: 'Undeliverable' }]
  const told = statuses(
    status({ id: 'wamid.1', status: 'delivered', biz_opaque_callback_data: 'm1.2' }),
    status({ id: 'wamid.2', status: 'failed', errors, biz_opaque_callback_data: 'm2' }),
    status({ id: 'wamid.3', status: 'read' })
  )
  expect(await notify(it.url, told)).toBe(200)
  expect(it.confirmed).toEqual([
    ['m1.2', { kind: 'sent', receipt: 'wamid.1' }],
    ['m2', { kind: 'refused', error: expect.stringMatching(/131026/) }]
  ])
  const posted = it.around.at('/v1/statuses').map(({ body }) => [body.messageId, body.status])
  expect(posted.toSorted()).toEqual([
    ['m1', 'delivered'],
    ['m2', 'failed'],
    ['wamid.3', 'read']
  ])
  expect(it.problems).toEqual([[]])
})

test('what is signed but not a notification is stored with its problem, and not requested again', async () => {
  await using it = await startWhatsapp()
  expect([await notify(it.url, 'hello'), await notify(it.url, null), await notify(it.url, { entry: 'none' })]).toEqual([
    200, 200, 200
  ])
  expect(it.problems).toEqual([1, 2, 3].map(() => ['the notification has no entries']))
})

test('a person is reported with all their ids, and with changes of them as they arrive', async () => {
  await using it = await startWhatsapp()
  const system = { type: 'user_changed_number', wa_id: '5511900000000', user_id: 'BR.2', previous_user_id: BSUID }
  const both = [message({ type: 'text', text: { body: 'Hello' } }), message({ type: 'system', system })]
  expect(await notify(it.url, messages(...both))).toBe(200)
  expect(it.around.at('/v1/messages').map(({ body }) => [body.contact.id, body.contact.aliases])).toEqual([
    [BSUID, [PHONE]]
  ])
  expect(it.around.at('/v1/identities').map(({ body }) => body)).toEqual([{ contactId: BSUID, newId: 'BR.2' }])
})
