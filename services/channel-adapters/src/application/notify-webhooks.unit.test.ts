import { systemClock } from '@inbox/kernel'
import { expect, test } from '@jest/globals'
import { createForgetInWebhooks } from './forget-in-webhooks.ts'
import { createNotifyWebhooks } from './notify-webhooks.ts'

const at = '2030-01-01T12:00:00.000Z'
const channel = { id: 'shop', kind: 'api' as const, name: 'Shop' }
const contact = { id: 'k', externalId: '+55' }
const happened = {
  ...{ id: 'e1', type: 'contact.changed' as const, at, conversationId: 'c1', contactId: 'k' },
  data: { conversationId: 'c1', channel, contact }
}

test('what is still being stored for webhooks while its contact is erased is not kept', async () => {
  const stored = new Map<string, string | undefined>()
  const erased = new Set<string>()
  const log = {
    async removeAbout(about: { contactIds: readonly string[] } | { conversationId: string }) {
      if (!('conversationId' in about)) return
      for (const [id, conversationId] of stored) if (conversationId === about.conversationId) stored.delete(id)
    }
  }
  const { promise: slow, resolve: goOn } = Promise.withResolvers<void>()
  const account = { id: 'w', version: 1, active: true, url: '', events: ['contact.changed'], secrets: [] }
  const notify = createNotifyWebhooks({
    accounts: { ready: () => true, all: () => [account] },
    deliveries: {
      async add({ id, payload }) {
        if (payload.conversationId === 'c1') await slow
        stored.set(id, payload.conversationId)
      }
    },
    ...{ log, erased, clock: systemClock }
  })
  const forget = createForgetInWebhooks(log, erased)
  await notify({ ...happened, id: 'e2', conversationId: 'c2' })
  const telling = notify(happened)
  await forget.messages({ conversationId: 'c1', channel, messages: [] })
  goOn()
  await telling
  expect([...stored.keys()]).toEqual(['w.e2'])
})
