import { startWhatsAppDouble } from '@inbox/whatsapp-double'
import { expect, test } from '@jest/globals'
import type { AskedDelivery } from '../../src/domain/delivery.ts'
import { aDelivery } from '../builders.ts'
import { startWhatsapp } from './running-channel.ts'

/** Ana, whose phone shows what a number of the Cloud API has sent her. */
async function startTalk() {
  await using stack = new AsyncDisposableStack()
  const it = stack.use(await startWhatsapp())
  const { client: meta, url } = stack.use(await startWhatsAppDouble())
  const number = await meta.addNumber({})
  const { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken } = number
  const settings = { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken, baseUrl: url }
  it.account.settings = settings
  await meta.subscribe(phoneNumberId, `${it.url}/v1/whatsapp/shop/webhook`)
  const customer = await meta.addCustomer({ name: 'Ana', phone: '351911111111' })
  const phone = meta.phone(phoneNumberId, customer.id)
  const kept = stack.move()
  return {
    ...it,
    meta,
    phone,
    posted: () => it.around.at('/v1/messages').map(({ body }) => body),
    answer: (id: string, externalId: string, more: Partial<AskedDelivery> = {}) => {
      const { data } = aDelivery('c1', id, { contact: { id: 'k', externalId, name: 'Ana' }, ...more })
      return it.deliver(data, settings, AbortSignal.timeout(10_000))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}

test('what a customer does on the phone comes out once, also where Meta repeats what it tells', async () => {
  await using it = await startTalk()
  await it.meta.fault({ on: 'webhook', repeat: 2 })
  const { id } = await it.phone.says('Hello')
  await it.phone.writes({ type: 'location', location: { latitude: 1, longitude: 2 } })
  await it.phone.reacts(id, '👍')
  await it.phone.calls()
  await it.meta.idle()
  const said = it.posted().map(({ content }) => content)
  expect(said).toEqual(
    expect.arrayContaining([
      { type: 'text', text: 'Hello' },
      { type: 'location', latitude: 1, longitude: 2 },
      { type: 'unsupported', what: 'call' }
    ])
  )
  expect(new Set(it.posted().map(({ messageId }) => messageId)).size).toBe(3)
  expect(new Set(it.posted().map(({ contact }) => contact.id)).size).toBe(1)
  expect(it.posted()[0].contact).toMatchObject({ name: 'Ana', aliases: ['351911111111'] })
  expect(it.around.at('/v1/reactions').map(({ body }) => [body.messageId, body.emoji])).toEqual([[id, '👍']])
  expect(it.problems.flat()).toEqual([])
})

test('the Cloud API takes what leaves, addressed by either id, and its statuses name the delivery', async () => {
  await using it = await startTalk()
  await it.phone.says('Hello')
  await it.meta.idle()
  const [{ contact, messageId }] = it.posted()
  const quoting = { replyTo: { messageId: 'x', providerMessageId: messageId } }
  const outcomes = [
    await it.answer('m1', contact.id, quoting),
    await it.answer('m2', '351911111111'),
    await it.answer('m3', contact.id, { content: { type: 'location', latitude: 1, longitude: 2 } }),
    await it.answer('m4', contact.id, { content: { type: 'contactCard', name: 'Bia', phones: ['+351922222222'] } })
  ]
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent', 'sent'])
  await it.meta.idle()
  const told = it.around.at('/v1/statuses').map(({ body }) => body.messageId)
  expect(new Set(told)).toEqual(new Set(['m1', 'm2', 'm3', 'm4']))
  const { messages } = await it.phone.chat()
  expect(messages).toHaveLength(5)
})
