import { createOutboundClient } from '@inbox/http'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { createShowActivity } from '../../src/channels/whatsapp/show-activity.ts'
import { startTalk } from './talk.ts'

test('what a customer does on the phone arrives once, even where Meta repeats it', async () => {
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

test('the Cloud API accepts what is sent, addressed by either id, and its statuses name the delivery', async () => {
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

test('a contact sees that their agent has read and is typing, unless the channel disables that; late, repeated or pointless signals are dropped', async () => {
  await using it = await startTalk()
  const { id } = await it.phone.says('Hello')
  await it.meta.idle()
  let now = Date.now()
  const clock = { now: () => new Date(now) }
  using client = createOutboundClient(['loopback'])
  const accounts = { get: () => it.account, all: () => [it.account], ready: () => true, whenChanged: () => {} }
  const attend = createShowActivity({ accounts, client, clock, logger: createLogger('tests', 'silent') })
  const tell = (what: 'read' | 'typing', ageMs = 0) => {
    const latestReceived = { messageId: 'm1', providerMessageId: id }
    const channel = { id: 'shop', kind: 'whatsapp' as const, name: 'Shop' }
    return attend({ conversationId: 'c1', channel, what, latestReceived }, new Date(now - ageMs))
  }
  const seen = async () => {
    const { messages, typing } = await it.phone.chat()
    return { read: messages.some(({ status }) => status === 'read'), typing }
  }
  const calls = async () =>
    (await it.meta.log()).filter(({ what, url }) => what === 'call' && url.endsWith('/messages')).length
  it.account.settings = { ...it.account.settings, readMarks: false }
  await tell('read')
  await tell('typing')
  it.account.settings = { ...it.account.settings, readMarks: true }
  await tell('read', 60_000)
  expect([await seen(), await calls()]).toEqual([{ read: false, typing: false }, 0])
  await tell('read')
  expect(await seen()).toEqual({ read: true, typing: false })
  await tell('typing')
  await tell('typing')
  expect([await seen(), await calls()]).toEqual([{ read: true, typing: true }, 2])
  now += 21_000
  await tell('typing')
  expect(await calls()).toBe(3)
  it.account.settings = { ...it.account.settings, baseUrl: 'http://127.0.0.1:1', accessToken: 'revoked' }
  await tell('read')
})

test('a number written to first that WhatsApp knows under another one is known by that from then on; if that cannot be reported yet, the message was still sent', async () => {
  await using it = await startTalk()
  const { id } = await it.meta.addCustomer({ name: 'João', phone: '5511987654302', waId: '551187654302' })
  const [number] = await it.meta.numbers()
  await it.meta.phone(number!.phoneNumberId, id).says('Hello')
  await it.meta.idle()
  it.around.answers(({ path }) => (path === '/v1/identities' ? { status: 503 } : undefined))
  expect(await it.answer('m1', '5511987654302')).toMatchObject({ kind: 'sent' })
  it.around.answers(() => undefined)
  expect(await it.answer('m2', '5511987654302')).toMatchObject({ kind: 'sent' })
  const told = it.around.at('/v1/identities').map(({ body }) => body)
  expect(told.at(-1)).toEqual({ contactId: '5511987654302', newId: '551187654302' })
  const before = told.length
  const contact = { id: 'k', externalId: '5511987654302', aliases: ['551187654302'] }
  expect(await it.answer('m3', '5511987654302', { contact })).toMatchObject({ kind: 'sent' })
  expect(it.around.at('/v1/identities')).toHaveLength(before)
})
