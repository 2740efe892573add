import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from '../adapters-fixture.ts'
import { aDelivery } from '../builders.ts'
import { NUMBER, PHONE, status, statuses } from './notifications.ts'
import { notify, startSurroundings } from './surroundings.ts'

test('I17: what a process was sending when it was killed is not sent again: a status tells another process that it was accepted, and what follows leaves then', async () => {
  await using around = await startSurroundings(NUMBER)
  const env = { CHANNEL_INGEST_URL: around.url, MEDIA_URL: around.url, MEDIA_PUBLIC_URL: around.url }
  await using adapters = await startAdapters(import.meta.url, around.settings, env, { kind: 'whatsapp' })
  around.answers(({ path, body }) =>
    path.endsWith('/messages') && body.biz_opaque_callback_data === 'm1' ? 'silence' : undefined
  )
  const answer = (id: string) =>
    aDelivery('c1', id, {
      channel: { id: 'shop', kind: 'whatsapp', name: 'Shop' },
      contact: { id: 'k', externalId: PHONE, name: 'Zoe' }
    })
  {
    await using _ = adapters.spawnOne()
    await adapters.request(answer('m1'), answer('m2'))
    await waitFor(() => around.sent().length === 1, { timeoutMs: 60_000 })
  }
  await using other = await adapters.startOne()
  const told = statuses(status({ id: 'wamid.m1', status: 'delivered', biz_opaque_callback_data: 'm1' }))
  await waitFor(async () => (await notify(other.url, told)) === 200)
  await waitFor(() => adapters.toldOf('m2')[0], { timeoutMs: 60_000 })
  expect(adapters.told.map(({ data }) => [data.messageId, data.providerMessageId])).toEqual([
    ['m1', 'wamid.m1'],
    ['m2', 'wamid.of.m2']
  ])
  expect(around.sent().map(body => body.biz_opaque_callback_data)).toEqual(['m1', 'm2'])
}, 120_000)
