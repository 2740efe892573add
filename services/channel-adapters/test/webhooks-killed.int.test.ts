import { startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from './adapters-fixture.ts'
import { aSaid } from './builders.ts'

test('I13, I16: what a killed process was posting to a webhook is posted by another, with the same id, in order, and so is what arrived while none ran', async () => {
  await using receiver = await startCallbackServer()
  await using adapters = await startAdapters(import.meta.url, {})
  await adapters.setWebhook({ id: 'w', url: receiver.url })
  {
    await using first = await adapters.startOne()
    await adapters.hearsFor('w', first.url)
  }
  await adapters.tell(aSaid('c1', 'm1'), aSaid('c1', 'm2'))
  {
    await using dying = adapters.spawnOne('delivery.afterSend')
    expect(await dying.ended).toBe('SIGKILL')
  }
  expect(receiver.ids()).toEqual(['w.said-m1'])
  await adapters.tell(aSaid('c1', 'm3'))
  await using _ = await adapters.startOne()
  await waitFor(() => receiver.ids().includes('w.said-m3'), { timeoutMs: 60_000 })
  expect(receiver.ids()).toEqual(['w.said-m1', 'w.said-m1', 'w.said-m2', 'w.said-m3'])
}, 120_000)

test('an address that leads into our own network is not called, and the log says why', async () => {
  await using receiver = await startCallbackServer()
  const url = receiver.url.replace('127.0.0.1', 'localhost')
  await using adapters = await startAdapters(import.meta.url, {}, { OUTBOUND_ALLOWED_NETWORKS: ['10.9.0.0/16'] })
  await adapters.setWebhook({ id: 'w', url })
  await using service = await adapters.startOne()
  await adapters.hearsFor('w', service.url)
  await adapters.tell(aSaid('c1', 'm1'))
  const error = await waitFor(async () => {
    const { body } = await adapters.asked('GET', '/v1/webhooks/w/deliveries', service.url)
    return (body as { items: { error?: string }[] }).items[0]?.error
  })
  expect(error).toMatch(/^localhost is neither a public address/)
  expect(receiver.received).toEqual([])
}, 60_000)
