import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from '../adapters-fixture.ts'
import { aDelivery, CHANNEL } from '../builders.ts'
import { startSmtpServer } from './smtp-double.ts'

test('an answer whose process dies before it knows that the server accepted it is sent again, as the same email', async () => {
  await using smtp = await startSmtpServer()
  const settings = { address: 'support@azulejo.example', smtpHost: '127.0.0.1', smtpPort: smtp.port, smtpSecure: false }
  await using adapters = await startAdapters(import.meta.url, settings, {}, { kind: 'email' })
  const first = adapters.spawnOne('email.sent')
  const contact = { id: 'k', externalId: 'ana@example.org', name: 'Ana' }
  await adapters.request(aDelivery('c1', 'answer-1', { channel: { ...CHANNEL, kind: 'email' }, contact }))
  expect(await first.ended).toBe('SIGKILL')
  await using _second = adapters.spawnOne()
  await waitFor(() => adapters.toldOf('answer-1')[0])
  const ids = smtp.taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
})
