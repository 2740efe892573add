import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Phone } from './client.ts'
import { startWhatsAppDouble, type WhatsAppDouble } from './start.ts'
import { keptState, takeUp } from './state/kept-state.ts'
import type { BusinessNumber, Customer } from './state/world.ts'
import { signatureOf } from './webhooks/envelope.ts'

const HOUR = 3_600_000
// biome-ignore lint/suspicious/noExplicitAny: judged field by field
type Any = any

let double: WhatsAppDouble
let number: BusinessNumber
let customer: Customer
let phone: Phone
const received: Any[] = []
let answers: () => number = () => 200
const receiver = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url!, 'http://any')
  if (request.method === 'GET') {
    const isOurs = searchParams.get('hub.verify_token') === number.verifyToken
    return void response.writeHead(isOurs ? 200 : 403).end(searchParams.get('hub.challenge'))
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  const isSigned = request.headers['x-hub-signature-256'] === signatureOf(raw, number.appSecret)
  const status = isSigned ? answers() : 401
  if (status === 200) received.push(JSON.parse(raw.toString()))
  response.writeHead(status).end()
})

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  double = await startWhatsAppDouble()
})
afterAll(async () => {
  await double[Symbol.asyncDispose]()
  receiver.closeAllConnections()
  receiver.close()
})
beforeEach(async () => {
  answers = () => 200
  number = await double.client.addNumber({ coexistence: true, throughput: 1000 })
  number = await double.client.subscribe(
    number.phoneNumberId,
    `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  )
  customer = await double.client.addCustomer({ name: 'Ana', phone: `3519${Math.floor(Math.random() * 1e8)}` })
  phone = double.client.phone(number.phoneNumberId, customer.id)
  await double.client.noFaults()
  received.length = 0
})

const values = (key: 'messages' | 'statuses' | 'message_echoes' | 'calls'): Any[] =>
  received.flatMap(({ entry }) =>
    entry.flatMap(({ changes }: Any) => changes.flatMap(({ value }: Any) => value[key] ?? []))
  )
const graph = async (method: string, path: string, body?: object, token = number.accessToken) => {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(`${double.url}/v24.0/${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) })
  })
  return { status: answer.status, body: (await answer.json()) as Any }
}
const post = (body: object) =>
  graph('POST', `${number.phoneNumberId}/messages`, { messaging_product: 'whatsapp', ...body })
const reply = (body: string, more: object = {}) => post({ to: customer.phone, text: { body }, ...more })
const statusesOf = (id: string) => values('statuses').filter(each => each.id === id)
const reaches = (id: string, status: string) =>
  waitFor(() => statusesOf(id).find(each => each.status === status), { describe: `${id} to be ${status}` })

describe('a customer', () => {
  test('writes, and the webhook is signed; the answer comes with its statuses, ours among them', async () => {
    const { id } = await phone.says('Hello')
    await double.client.idle()
    expect(values('messages')).toEqual([
      expect.objectContaining({ id, type: 'text', text: { body: 'Hello' }, from: customer.phone })
    ])
    const { status, body } = await reply('Good morning', {
      context: { message_id: id },
      biz_opaque_callback_data: 'ours'
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ messaging_product: 'whatsapp', contacts: [{ wa_id: customer.phone }] })
    const sent = body.messages[0].id
    await reaches(sent, 'delivered')
    await phone.reads()
    await reaches(sent, 'read')
    expect(statusesOf(sent).map(each => [each.status, each.biz_opaque_callback_data, each.pricing?.category])).toEqual([
      ['sent', 'ours', 'service'],
      ['delivered', 'ours', 'service'],
      ['read', 'ours', undefined]
    ])
    const { messages } = await phone.chat()
    expect(messages.map(({ direction, text, quotes }) => [direction, text, quotes])).toEqual([
      ['in', 'Hello', undefined],
      ['out', 'Good morning', id]
    ])
  })

  test('with a username has no phone in webhooks, and is answered by user id; in `to` that goes nowhere', async () => {
    await double.client.changeCustomer(customer.id, { username: 'ana' })
    await phone.says('Hello')
    await double.client.idle()
    expect(received[0].entry[0].changes[0].value.contacts).toEqual([
      { profile: { name: 'Ana', username: 'ana' }, user_id: customer.userId }
    ])
    const { body } = await post({ recipient: customer.userId, text: { body: 'Hello' } })
    const lost = await post({ to: customer.userId, text: { body: 'Lost' } })
    await reaches(body.messages[0].id, 'delivered')
    expect(lost.status).toBe(200)
    expect(statusesOf(lost.body.messages[0].id)).toEqual([])
    expect((await phone.chat()).messages).toHaveLength(2)
  })

  test('sends a file whose address is good for five minutes, with the token only; the file itself for seven days', async () => {
    await phone.sendsFile('image', Buffer.from('picture'), 'image/png', { caption: 'Look' })
    await double.client.idle()
    const [{ image }] = values('messages')
    expect(image).toMatchObject({ caption: 'Look', mime_type: 'image/png' })
    const { body } = await graph('GET', image.id)
    const get = (token: string) => fetch(body.url, { headers: { authorization: `Bearer ${token}` } })
    expect((await get('another')).status).toBe(401)
    expect(await (await get(number.accessToken)).text()).toBe('picture')
    await double.client.advance(5 * 60_000)
    expect((await get(number.accessToken)).status).toBe(404)
    await double.client.advance(7 * 24 * HOUR)
    expect((await graph('GET', image.id)).body.error).toMatchObject({ code: 100 })
  })

  test('edits, deletes, reacts, calls and changes the number; a colleague answers from the Business app', async () => {
    const { id } = await phone.says('Hello')
    await phone.edits(id, { type: 'text', text: { body: 'Hello!' } })
    await phone.reacts(id, '👍')
    await phone.reacts(id)
    await phone.revokes(id)
    await phone.calls()
    await phone.isAnsweredFromApp({ type: 'text', text: { body: 'From the shop' } })
    const { userId } = await double.client.changesPhone(customer.id, '351933333333')
    await double.client.idle()
    expect(values('messages').map(({ type }) => type)).toEqual([
      'text',
      'edit',
      'reaction',
      'reaction',
      'revoke',
      'system'
    ])
    expect(values('messages')[3].reaction).toEqual({ message_id: id })
    expect(values('messages')[5].system).toMatchObject({
      type: 'user_changed_number',
      user_id: userId,
      previous_user_id: customer.userId
    })
    expect(values('calls').map(({ event }) => event)).toEqual(['connect', 'terminate'])
    expect(values('message_echoes')).toHaveLength(1)
    await double.client.advance(15 * 60_000 + 1)
    await expect(phone.edits(id, { type: 'text', text: { body: 'Late' } })).rejects.toThrow('409')
  })
})

describe('a message is refused', () => {
  test('in its status: outside the window, to nobody, to who has blocked the business, of the wrong kind of file', async () => {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('file', new File(['sound'], 'a.ogg', { type: 'audio/ogg; codecs=opus' }))
    const headers = { authorization: `Bearer ${number.accessToken}` }
    const upload = await fetch(`${double.url}/v24.0/${number.phoneNumberId}/media`, {
      method: 'POST',
      headers,
      body: form
    })
    const { id } = (await upload.json()) as { id: string }
    const failing = async (body: object) => {
      const sent = await post({ text: { body: 'Hello' }, ...body })
      return (await reaches(sent.body.messages[0].id, 'failed')).errors[0].code
    }
    expect(await failing({ to: customer.phone })).toBe(131047)
    expect(await failing({ to: '351900000000' })).toBe(131026)
    await phone.says('Hello')
    expect(await failing({ to: customer.phone, type: 'image', image: { id } })).toBe(131053)
    await double.client.advance(24 * HOUR)
    expect(await failing({ to: customer.phone })).toBe(131047)
    await double.client.changeCustomer(customer.id, { blocked: true })
    expect(await failing({ to: customer.phone })).toBe(131026)
  })

  test.each<
    [
      what: string,
      path: () => string,
      body: object | undefined,
      token: string | undefined,
      status: number,
      code: number
    ]
  >([
    ['without a token', () => number.phoneNumberId, undefined, '', 401, 104],
    ['with another token', () => number.phoneNumberId, undefined, 'another', 401, 190],
    ['to an object of nobody', () => '12345', undefined, undefined, 400, 100],
    [
      'with a file of nobody',
      () => `${number.phoneNumberId}/messages`,
      { type: 'image', image: { id: '1' } },
      undefined,
      400,
      100
    ],
    [
      'to itself',
      () => `${number.phoneNumberId}/messages`,
      { to: () => number.displayPhoneNumber, text: { body: 'Hi' } },
      undefined,
      400,
      131021
    ]
  ])('in the answer %s, in the envelope of the Graph API', async (_what, path, body, token, status, code) => {
    const filled = body && {
      messaging_product: 'whatsapp',
      to: customer.phone,
      ...body,
      ...('to' in body && { to: number.displayPhoneNumber })
    }
    const answer = await graph(body ? 'POST' : 'GET', path(), filled, token ?? number.accessToken)
    expect(answer).toMatchObject({
      status,
      body: { error: { code, type: 'OAuthException', fbtrace_id: expect.any(String) } }
    })
  })

  test('in the answer when the pair or the number is too fast', async () => {
    await phone.says('Hello')
    await double.client.halt(true)
    await double.client.changeNumber(number.phoneNumberId, { pairBurst: 2 })
    expect((await reply('1')).status).toBe(200)
    expect((await reply('2')).status).toBe(200)
    expect((await reply('3')).body.error).toMatchObject({ code: 131056 })
    await double.client.advance(6000)
    expect((await reply('3')).status).toBe(200)
    await double.client.advance(12_000)
    await double.client.changeNumber(number.phoneNumberId, { throughput: 1 })
    expect((await reply('4')).status).toBe(200)
    expect((await reply('5')).body.error).toMatchObject({ code: 130429, message: '(#130429) Rate limit hit' })
    await double.client.halt(false)
  })

  test('on demand: with a code in the answer or the status, without an answer before or after it was taken, by a proxy', async () => {
    await phone.says('Hello')
    await double.client.fault({ on: 'send', code: 131016 })
    expect(await reply('1')).toMatchObject({ status: 500, body: { error: { code: 131016 } } })
    await double.client.fault({ on: 'send', code: 131049, as: 'status' })
    const accepted = await reply('2')
    expect((await reaches(accepted.body.messages[0].id, 'failed')).errors[0].code).toBe(131049)
    await double.client.fault({ on: 'send', breaks: 'before' })
    await double.client.fault({ on: 'send', breaks: 'after' })
    await expect(reply('3')).rejects.toThrow()
    await expect(reply('4')).rejects.toThrow()
    await double.client.fault({ on: 'send', http: 502 })
    expect((await reply('5')).status).toBe(502)
    expect((await phone.chat()).messages.map(({ text }) => text)).toEqual(['Hello', '2', '4'])
  })
})

describe('webhooks', () => {
  test('are repeated until they are answered 200, with a growing delay', async () => {
    let refusals = 2
    answers = () => (refusals-- > 0 ? 503 : 200)
    const { id } = await phone.says('Hello')
    await double.client.idle()
    expect(values('messages')).toEqual([])
    await double.client.advance(1000)
    await waitFor(() => refusals === 0)
    await double.client.advance(2000)
    await waitFor(() => values('messages').length > 0)
    expect(values('messages').map(message => message.id)).toEqual([id])
  })

  test('come twice, late, in one request, or in reverse, on demand', async () => {
    await double.client.fault({ on: 'webhook', repeat: 1 })
    const twice = await phone.says('twice')
    await double.client.idle()
    expect(values('messages').map(({ id }) => id)).toEqual([twice.id, twice.id])
    received.length = 0

    await double.client.fault({ on: 'webhook', gather: 3, as: 'batch' })
    for (const word of ['1', '2', '3']) await phone.says(word)
    await double.client.idle()
    expect(received).toHaveLength(1)
    expect(values('messages').map(({ text }) => text.body)).toEqual(['1', '2', '3'])
    received.length = 0

    await double.client.fault({ on: 'webhook', gather: 3, as: 'disorder' })
    for (const word of ['1', '2', '3']) await phone.says(word)
    await double.client.idle()
    expect(values('messages').map(({ text }) => text.body)).toEqual(['3', '2', '1'])
    received.length = 0

    await double.client.fault({ on: 'webhook', delayMs: HOUR })
    await phone.says('late')
    await phone.says('prompt')
    await double.client.idle()
    expect(values('messages').map(({ text }) => text.body)).toEqual(['prompt'])
    await double.client.advance(HOUR)
    await waitFor(() => values('messages').length === 2)
  })

  test('of an album are one each with the same second, or all in one if asked', async () => {
    const album = ['1', '2'].map(body => ({ content: { type: 'text', text: { body } } }))
    await phone.burst(album)
    await phone.burst(album, true)
    await double.client.idle()
    expect(received.map(({ entry }) => entry[0].changes[0].value.messages.length)).toEqual([1, 1, 2])
  })

  test('go to an address only if it answers the challenge', async () => {
    await double.client.changeNumber(number.phoneNumberId, { verifyToken: 'another' })
    await expect(double.client.subscribe(number.phoneNumberId, number.webhookUrl!)).rejects.toThrow(
      'did not answer the challenge'
    )
    const override = { override_callback_uri: number.webhookUrl, verify_token: number.verifyToken }
    expect(await graph('POST', `${number.businessAccountId}/subscribed_apps`, override)).toEqual({
      status: 200,
      body: { success: true }
    })
  })
})

test('templates come in pages, and are sent outside the window', async () => {
  const components = [{ type: 'BODY' as const, text: 'Hello {{1}}' }]
  for (const name of ['a', 'b', 'c'])
    await double.client.addTemplate(number.phoneNumberId, { name, language: 'en_US', category: 'UTILITY', components })
  const first = await graph('GET', `${number.businessAccountId}/message_templates?limit=2`)
  expect(first.body.data.map(({ name }: Any) => name)).toEqual(['a', 'b'])
  const next = await fetch(first.body.paging.next, { headers: { authorization: `Bearer ${number.accessToken}` } })
  expect(((await next.json()) as Any).data.map(({ name }: Any) => name)).toEqual(['c'])
  const template = {
    name: 'c',
    language: { code: 'en_US' },
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }]
  }
  const sent = await post({ to: customer.phone, type: 'template', template })
  expect((await reaches(sent.body.messages[0].id, 'delivered')).pricing).toMatchObject({
    category: 'utility',
    billable: true
  })
  expect((await phone.chat()).messages[0]!.text).toBe('Hello Ana')
})

test('marking as read marks all before it, and a typing indicator lasts 25 s', async () => {
  await phone.says('1')
  const { id } = await phone.says('2')
  const answer = await post({ status: 'read', message_id: id, typing_indicator: { type: 'text' } })
  expect(answer).toEqual({ status: 200, body: { success: true } })
  const { messages, typing } = await phone.chat()
  expect([typing, ...messages.map(({ status }) => status)]).toEqual([true, 'read', 'read'])
  await double.client.advance(25_000)
  expect((await phone.chat()).typing).toBe(false)
})

test('what is kept for the next start has the chats, the open window and the files', async () => {
  await phone.sendsFile('image', Buffer.from('picture'), 'image/png')
  const kept = JSON.parse(JSON.stringify(keptState(double.double)))
  await using next = await startWhatsAppDouble()
  takeUp(next.double, kept)
  await next.client.addNumber({ phoneNumberId: number.phoneNumberId })
  const { id } = await next.client.addCustomer({ name: 'Rui' })
  expect(kept.customers.map((each: Customer) => each.id)).not.toContain(id)
  const again = next.client.phone(number.phoneNumberId, customer.id)
  const [{ file }] = (await again.chat()).messages as [Any]
  expect(await (await fetch(`${next.url}/control/files/${file.id}`)).text()).toBe('picture')
  expect(kept.chats.map(([, chat]: Any) => chat.lastInboundAt !== undefined)).toContain(true)
})

test('the control API answers pages of other sites with 403, whatever name they call it by', async () => {
  const from = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(double.url)
      get({ host: '127.0.0.1', port, path: '/control/numbers', headers }, answer => resolve(answer.statusCode!)).on(
        'error',
        reject
      )
    })
  expect(await from({})).toBe(200)
  expect(await from({ origin: 'https://example.org' })).toBe(403)
  expect(await from({ host: 'rebound.example.org' })).toBe(403)
})
