import { get } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { type Any, HOUR, useScene } from '../test/scene.ts'
import { startWhatsAppDouble } from './start.ts'
import { keptState, takeUp } from './state/kept-state.ts'
import type { Customer } from './state/world.ts'

const scene = useScene()

describe('a customer', () => {
  test('writes, and the webhook is signed; the answer arrives with its statuses, ours among them', async () => {
    const { id } = await scene.phone.says('Hello')
    await scene.double.client.idle()
    expect(scene.values('messages')).toEqual([
      expect.objectContaining({ id, type: 'text', text: { body: 'Hello' }, from: scene.customer.phone })
    ])
    const { status, body } = await scene.reply('Good morning', {
      context: { message_id: id },
      biz_opaque_callback_data: 'ours'
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ messaging_product: 'whatsapp', contacts: [{ wa_id: scene.customer.phone }] })
    const sent = body.messages[0].id
    await scene.reaches(sent, 'delivered')
    await scene.phone.reads()
    await scene.reaches(sent, 'read')
    expect(
      scene.statusesOf(sent).map(each => [each.status, each.biz_opaque_callback_data, each.pricing?.category])
    ).toEqual([
      ['sent', 'ours', 'service'],
      ['delivered', 'ours', 'service'],
      ['read', 'ours', undefined]
    ])
    const { messages } = await scene.phone.chat()
    expect(messages.map(({ direction, text, quotes }) => [direction, text, quotes])).toEqual([
      ['in', 'Hello', undefined],
      ['out', 'Good morning', id]
    ])
  })

  test('with a username has no phone in webhooks, and is answered by user id; in `to` that reaches nobody', async () => {
    await scene.double.client.changeCustomer(scene.customer.id, { username: 'ana' })
    await scene.phone.says('Hello')
    await scene.double.client.idle()
    expect(scene.received[0].entry[0].changes[0].value.contacts).toEqual([
      { profile: { name: 'Ana', username: 'ana' }, user_id: scene.customer.userId }
    ])
    const { body } = await scene.post({ recipient: scene.customer.userId, text: { body: 'Hello' } })
    const lost = await scene.post({ to: scene.customer.userId, text: { body: 'Lost' } })
    await scene.reaches(body.messages[0].id, 'delivered')
    expect(lost.status).toBe(200)
    expect(scene.statusesOf(lost.body.messages[0].id)).toEqual([])
    expect((await scene.phone.chat()).messages).toHaveLength(2)
  })

  test('sends a file whose address is valid for five minutes, with the token only; the file itself for seven days', async () => {
    await scene.phone.sendsFile('image', Buffer.from('picture'), 'image/png', { caption: 'Look' })
    await scene.double.client.idle()
    const [{ image }] = scene.values('messages')
    expect(image).toMatchObject({ caption: 'Look', mime_type: 'image/png' })
    const { body } = await scene.graph('GET', image.id)
    const get = (token: string) => fetch(body.url, { headers: { authorization: `Bearer ${token}` } })
    expect((await get('another')).status).toBe(401)
    expect(await (await get(scene.number.accessToken)).text()).toBe('picture')
    await scene.double.client.advance(5 * 60_000)
    expect((await get(scene.number.accessToken)).status).toBe(404)
    await scene.double.client.advance(7 * 24 * HOUR)
    expect((await scene.graph('GET', image.id)).body.error).toMatchObject({ code: 100 })
  })

  test('edits, deletes, reacts, calls and changes their number; a colleague answers from the Business app', async () => {
    const { id } = await scene.phone.says('Hello')
    await scene.phone.edits(id, { type: 'text', text: { body: 'Hello!' } })
    await scene.phone.reacts(id, '👍')
    await scene.phone.reacts(id)
    await scene.phone.revokes(id)
    await scene.phone.calls()
    await scene.phone.isAnsweredFromApp({ type: 'text', text: { body: 'From the shop' } })
    const { userId } = await scene.double.client.changesPhone(scene.customer.id, '351933333333')
    await scene.double.client.idle()
    expect(scene.values('messages').map(({ type }) => type)).toEqual([
      'text',
      'edit',
      'reaction',
      'reaction',
      'revoke',
      'system'
    ])
    expect(scene.values('messages')[3].reaction).toEqual({ message_id: id })
    expect(scene.values('messages')[5].system).toMatchObject({
      type: 'user_changed_number',
      user_id: userId,
      previous_user_id: scene.customer.userId
    })
    expect(scene.values('calls').map(({ event }) => event)).toEqual(['connect', 'terminate'])
    expect(scene.values('message_echoes')).toHaveLength(1)
    await scene.double.client.advance(15 * 60_000 + 1)
    await expect(scene.phone.edits(id, { type: 'text', text: { body: 'Late' } })).rejects.toThrow('409')
  })
})

test('what is kept for the next start contains the chats, the open window and the files', async () => {
  await scene.phone.sendsFile('image', Buffer.from('picture'), 'image/png')
  const kept = JSON.parse(JSON.stringify(keptState(scene.double.double)))
  await using next = await startWhatsAppDouble()
  takeUp(next.double, kept)
  await next.client.addNumber({ phoneNumberId: scene.number.phoneNumberId })
  const { id } = await next.client.addCustomer({ name: 'Rui' })
  expect(kept.customers.map((each: Customer) => each.id)).not.toContain(id)
  const again = next.client.phone(scene.number.phoneNumberId, scene.customer.id)
  const [{ file }] = (await again.chat()).messages as [Any]
  expect(await (await fetch(`${next.url}/control/files/${file.id}`)).text()).toBe('picture')
  expect(kept.chats.map(([, chat]: Any) => chat.lastInboundAt !== undefined)).toContain(true)
})

test('the control API answers other sites’ pages with 403, whatever host name they use', async () => {
  const from = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(scene.double.url)
      get({ host: '127.0.0.1', port, path: '/control/numbers', headers }, answer => resolve(answer.statusCode!)).on(
        'error',
        reject
      )
    })
  expect(await from({})).toBe(200)
  expect(await from({ origin: 'https://example.org' })).toBe(403)
  expect(await from({ host: 'rebound.example.org' })).toBe(403)
})
