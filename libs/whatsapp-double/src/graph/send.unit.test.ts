import { describe, expect, test } from '@jest/globals'
import { type Any, HOUR, useScene } from '../../test/scene.ts'

const scene = useScene()

describe('a message is refused', () => {
  test('in its status: outside the window, to nobody, to somebody who has blocked the business, with the wrong kind of file', async () => {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('file', new File(['sound'], 'a.ogg', { type: 'audio/ogg; codecs=opus' }))
    const headers = { authorization: `Bearer ${scene.number.accessToken}` }
    const upload = await fetch(`${scene.double.url}/v24.0/${scene.number.phoneNumberId}/media`, {
      method: 'POST',
      headers,
      body: form
    })
    const { id } = (await upload.json()) as { id: string }
    const failing = async (body: object) => {
      const sent = await scene.post({ text: { body: 'Hello' }, ...body })
      return (await scene.reaches(sent.body.messages[0].id, 'failed')).errors[0].code
    }
    expect(await failing({ to: scene.customer.phone })).toBe(131047)
    expect(await failing({ to: '351900000000' })).toBe(131026)
    await scene.phone.says('Hello')
    expect(await failing({ to: scene.customer.phone, type: 'image', image: { id } })).toBe(131053)
    await scene.double.client.advance(24 * HOUR)
    expect(await failing({ to: scene.customer.phone })).toBe(131047)
    await scene.double.client.changeCustomer(scene.customer.id, { blocked: true })
    expect(await failing({ to: scene.customer.phone })).toBe(131026)
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
    ['without a token', () => scene.number.phoneNumberId, undefined, '', 401, 104],
    ['with another token', () => scene.number.phoneNumberId, undefined, 'another', 401, 190],
    ['to an unknown object', () => '12345', undefined, undefined, 400, 100],
    [
      'with an unknown file',
      () => `${scene.number.phoneNumberId}/messages`,
      { type: 'image', image: { id: '1' } },
      undefined,
      400,
      100
    ],
    [
      'to itself',
      () => `${scene.number.phoneNumberId}/messages`,
      { to: () => scene.number.displayPhoneNumber, text: { body: 'Hi' } },
      undefined,
      400,
      131021
    ]
  ])('in the answer %s, in the envelope of the Graph API', async (_what, path, body, token, status, code) => {
    const filled = body && {
      messaging_product: 'whatsapp',
      to: scene.customer.phone,
      ...body,
      ...('to' in body && { to: scene.number.displayPhoneNumber })
    }
    const answer = await scene.graph(body ? 'POST' : 'GET', path(), filled, token ?? scene.number.accessToken)
    expect(answer).toMatchObject({
      status,
      body: { error: { code, type: 'OAuthException', fbtrace_id: expect.any(String) } }
    })
  })

  test('in the answer when the pair or the number is too fast', async () => {
    await scene.phone.says('Hello')
    await scene.double.client.halt(true)
    await scene.double.client.changeNumber(scene.number.phoneNumberId, { pairBurst: 2 })
    expect((await scene.reply('1')).status).toBe(200)
    expect((await scene.reply('2')).status).toBe(200)
    expect((await scene.reply('3')).body.error).toMatchObject({ code: 131056 })
    await scene.double.client.advance(6000)
    expect((await scene.reply('3')).status).toBe(200)
    await scene.double.client.advance(12_000)
    await scene.double.client.changeNumber(scene.number.phoneNumberId, { throughput: 1 })
    expect((await scene.reply('4')).status).toBe(200)
    expect((await scene.reply('5')).body.error).toMatchObject({ code: 130429, message: '(#130429) Rate limit hit' })
    await scene.double.client.halt(false)
  })

  test('on demand: with a code in the answer or the status, without an answer before or after it was accepted, by a proxy', async () => {
    await scene.phone.says('Hello')
    await scene.double.client.fault({ on: 'send', code: 131016 })
    expect(await scene.reply('1')).toMatchObject({ status: 500, body: { error: { code: 131016 } } })
    await scene.double.client.fault({ on: 'send', code: 131049, as: 'status' })
    const accepted = await scene.reply('2')
    expect((await scene.reaches(accepted.body.messages[0].id, 'failed')).errors[0].code).toBe(131049)
    await scene.double.client.fault({ on: 'send', breaks: 'before' })
    await scene.double.client.fault({ on: 'send', breaks: 'after' })
    await expect(scene.reply('3')).rejects.toThrow()
    await expect(scene.reply('4')).rejects.toThrow()
    await scene.double.client.fault({ on: 'send', http: 502 })
    expect((await scene.reply('5')).status).toBe(502)
    expect((await scene.phone.chat()).messages.map(({ text }) => text)).toEqual(['Hello', '2', '4'])
  })
})

test('templates are listed in pages, and are sent outside the window', async () => {
  const components = [{ type: 'BODY' as const, text: 'Hello {{1}}' }]
  for (const name of ['a', 'b', 'c'])
    await scene.double.client.addTemplate(scene.number.phoneNumberId, {
      name,
      language: 'en_US',
      category: 'UTILITY',
      components
    })
  const first = await scene.graph('GET', `${scene.number.businessAccountId}/message_templates?limit=2`)
  expect(first.body.data.map(({ name }: Any) => name)).toEqual(['a', 'b'])
  const next = await fetch(first.body.paging.next, { headers: { authorization: `Bearer ${scene.number.accessToken}` } })
  expect(((await next.json()) as Any).data.map(({ name }: Any) => name)).toEqual(['c'])
  const template = {
    name: 'c',
    language: { code: 'en_US' },
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }]
  }
  const sent = await scene.post({ to: scene.customer.phone, type: 'template', template })
  expect((await scene.reaches(sent.body.messages[0].id, 'delivered')).pricing).toMatchObject({
    category: 'utility',
    billable: true
  })
  expect((await scene.phone.chat()).messages[0]!.text).toBe('Hello Ana')
})

test('marking as read marks everything before it, and a typing indicator lasts 25 s', async () => {
  await scene.phone.says('1')
  const { id } = await scene.phone.says('2')
  const answer = await scene.post({ status: 'read', message_id: id, typing_indicator: { type: 'text' } })
  expect(answer).toEqual({ status: 200, body: { success: true } })
  const { messages, typing } = await scene.phone.chat()
  expect([typing, ...messages.map(({ status }) => status)]).toEqual([true, 'read', 'read'])
  await scene.double.client.advance(25_000)
  expect((await scene.phone.chat()).typing).toBe(false)
})
