import type { ChannelTemplate } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { startWhatsAppDouble } from '@inbox/whatsapp-double'
import { expect, test } from '@jest/globals'
import { startAdapters } from '../adapters-fixture.ts'

const body = (text: string) => [{ type: 'BODY' as const, text }]

test('a channel’s templates are those of its account: read page by page when it is connected or changed, and updated by Meta’s notifications', async () => {
  await using stack = new AsyncDisposableStack()
  const { client: meta, url: metaUrl } = stack.use(await startWhatsAppDouble())
  const number = await meta.addNumber({})
  const { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken } = number
  const settings = { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken, baseUrl: metaUrl }
  const order = { name: 'order', language: 'en_US', category: 'UTILITY' as const, components: body('Hello {{1}}') }
  const { id } = await meta.addTemplate(phoneNumberId, order)
  for (let n = 100; n < 220; n++) await meta.addTemplate(phoneNumberId, { ...order, name: `other_${n}` })
  const adapters = stack.use(await startAdapters(import.meta.url, settings, {}, { kind: 'whatsapp' }))
  const [one, other] = await Promise.all([adapters.startOne(), adapters.startOne()])
  stack.use(one)
  stack.use(other)
  const templates = async () => {
    const answer = await adapters.asked('GET', '/v1/channels/shop/templates', other.url)
    return (answer.body as { items: ChannelTemplate[] }).items
  }

  await waitFor(async () => (await templates()).length === 121, { timeoutMs: 20_000 })
  const first = (await templates())[0]!
  expect(first).toEqual({
    ...{ name: 'order', language: 'en_US', category: 'utility', status: 'approved', sendable: true },
    ...{ body: 'Hello {{1}}', buttons: [] },
    fields: [{ id: 'body.1', part: 'body', kind: 'text', name: '1', named: false }]
  })
  const readings = async () => (await meta.log()).filter(({ url }) => url.includes('/message_templates')).length
  expect(await readings()).toBe(2)

  await meta.subscribe(phoneNumberId, `${one.url}/v1/whatsapp/shop/webhook`)
  await meta.judgeTemplate(phoneNumberId, id, 'PAUSED')
  await waitFor(async () => (await templates())[0]?.status === 'paused')
  expect((await templates())[0]).toEqual({ ...first, status: 'paused', sendable: false })

  const next = await meta.addNumber({ businessAccountId: '102290129340777', accessToken })
  await meta.addTemplate(next.phoneNumberId, { ...order, name: 'welcome' })
  await adapters.changeChannel({ ...settings, businessAccountId: '102290129340777', phoneNumberId: next.phoneNumberId })
  await waitFor(async () => (await templates()).map(({ name }) => name).join() === 'welcome', { timeoutMs: 20_000 })
}, 60_000)

test('a channel that does not exist has no templates, nor has one of a kind without them', async () => {
  await using adapters = await startAdapters(import.meta.url, {}, {}, { kind: 'webchat' })
  await using one = await adapters.startOne()
  const ask = (id: string) => adapters.asked('GET', `/v1/channels/${id}/templates`, one.url)
  await waitFor(async () => (await ask('shop')).status === 200)
  expect((await ask('shop')).body).toEqual({ items: [] })
  expect((await ask('nobody')).status).toBe(404)
}, 60_000)
