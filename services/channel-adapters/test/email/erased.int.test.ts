import { hash } from 'node:crypto'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Adapters, startAdapters } from '../adapters-fixture.ts'
import { CHANNEL } from '../builders.ts'
import { mail } from './corpus/build.ts'
import { startIngestDouble } from './ingest-double.ts'

const KEY = 'key-of-the-support-mailbox'
const stack = new AsyncDisposableStack()
let adapters: Adapters
let ingest: Awaited<ReturnType<typeof startIngestDouble>>
let url: string

beforeAll(async () => {
  ingest = stack.use(await startIngestDouble())
  const keys = [{ id: 'k1', sha256: hash('sha256', KEY) }]
  const settings = { address: 'support@azulejo.example', smtpHost: '127.0.0.1', autoReply: 'We have it.' }
  const env = { CHANNEL_INGEST_URL: ingest.url }
  adapters = stack.use(await startAdapters(import.meta.url, settings, env, { kind: 'email', keys }))
  url = stack.use(await adapters.startOne()).url
  await waitFor(async () => (await post(mail({}), 'no-key-of-ours')).status === 401)
}, 60_000)
afterAll(() => stack.disposeAsync())

const post = (raw: Buffer, key = KEY) =>
  fetch(`${url}/v1/email/${CHANNEL.id}/inbound`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'message/rfc822' },
    body: new Uint8Array(raw)
  })

const from = (address: string, subject: string, more: Record<string, string> = {}) =>
  post(mail({ from: `Somebody <${address}>`, subject, 'message-id': `<${subject}@their.example>`, ...more }))
const away = { 'auto-submitted': 'auto-replied' }
const has = async (name: Parameters<Adapters['stored']>[0], words: string) =>
  (await adapters.stored(name)).includes(words)

test('of an erased contact no email that was set aside remains, no thread, and no automatic reply; others’ all do', async () => {
  // in capitals, beyond ASCII, and a name that another one ends with
  for (const address of ['Ana@example.org', 'zoë@example.org', 'diana@example.org']) {
    await from(address, `away-of-${address}`, away)
    await from(address, `written-by-${address}`)
  }
  const idsOf = (address: string) =>
    ingest.messages.filter(({ contact }) => contact.email === address).map(({ messageId }) => messageId)
  const erased = ['Ana@example.org', 'zoë@example.org']
  const names = ['ana@example.org', 'zo%C3%AB@example.org']
  for (const address of [...erased, 'diana@example.org']) {
    expect(await has('set_aside_mails', `away-of-${address}`)).toBe(true)
    expect(await has('mails', `written-by-${address}`)).toBe(true)
  }
  expect(await has('acknowledged', names[0]!)).toBe(true)

  await adapters.erase(names, [], erased.flatMap(idsOf))
  for (const address of erased) {
    await waitFor(async () => !(await has('set_aside_mails', `away-of-${address}`)))
    await waitFor(async () => !(await has('mails', `written-by-${address}`)))
  }
  await waitFor(async () => !(await has('acknowledged', `${CHANNEL.id} ${names[0]}`)))
  expect(await has('set_aside_mails', 'away-of-diana@example.org')).toBe(true)
  expect(await has('mails', 'written-by-diana@example.org')).toBe(true)
  expect(await has('acknowledged', 'diana@example.org')).toBe(true)
})

test('whoever answers one of their emails afterwards begins a new thread', async () => {
  await from('rui@example.org', 'first')
  const threadOf = (subject: string) => ingest.messages.find(({ thread }) => thread?.subject === subject)!.thread!.id
  const [id] = ingest.messages.filter(({ thread }) => thread?.subject === 'first').map(({ messageId }) => messageId)
  await from('rui@example.org', 'second', {
    'in-reply-to': '<first@their.example>',
    references: '<root@their.example> <first@their.example>'
  })
  expect(threadOf('second')).toBe(threadOf('first'))
  await adapters.erase(['rui@example.org'], [], [id!])
  await waitFor(async () => !(await has('mails', '"subject":"first"')))
  await from('rui@example.org', 'third', {
    'in-reply-to': '<first@their.example>',
    references: '<root@their.example> <first@their.example>'
  })
  expect(threadOf('third')).not.toBe(threadOf('first'))
})

test('a repeated email of theirs is not stored again, whether it was a message or set aside; a new one is', async () => {
  const address = 'iris@example.org'
  const seen = (subject: string) => ingest.messages.filter(({ thread }) => thread?.subject === subject)
  await from(address, 'iris-away', away)
  await from(address, 'iris-writes')
  await adapters.erase([address], [], [seen('iris-writes')[0]!.messageId])
  await waitFor(async () => !(await has('set_aside_mails', 'iris')) && !(await has('mails', 'iris')))
  await waitFor(async () => !(await has('acknowledged', address)))
  const messages = ingest.messages.length
  await from(address, 'iris-away', away)
  expect(await (await from(address, 'iris-writes')).json()).toMatchObject({ outcome: 'message' })
  for (const name of ['set_aside_mails', 'mails', 'acknowledged', 'erased'] as const)
    expect(await has(name, 'iris')).toBe(false)
  expect(ingest.messages).toHaveLength(messages)
  const { body } = await adapters.asked('GET', `/v1/channels/${CHANNEL.id}/set-aside-mails?automatic=true`, url)
  expect(JSON.stringify(body)).not.toContain('""')
  await waitFor(() => adapters.audited.some(({ action, subject }) => action === 'read' && subject.id === CHANNEL.id))

  await from(address, 'iris-again')
  await from(address, 'iris-away-again', away)
  expect(seen('iris-again')).toHaveLength(1)
  expect([await has('mails', 'iris-again'), await has('set_aside_mails', 'iris-away-again')]).toEqual([true, true])
})

test('an email that becomes no message leaves no thread, which nobody would erase', async () => {
  const address = 'unwanted@example.org'
  ingest.unwanted.add(address)
  expect(await (await from(address, 'unwanted-mail')).json()).toMatchObject({ outcome: 'set-aside' })
  expect([await has('mails', 'unwanted-mail'), await has('set_aside_mails', 'unwanted-mail')]).toEqual([false, true])
  ingest.unwanted.delete(address)
  expect(await (await from(address, 'unwanted-mail')).json()).toMatchObject({ outcome: 'message' })
  expect(await has('mails', 'unwanted-mail')).toBe(true)
})

test('an email received before they were erased, and set aside only afterwards, is not kept', async () => {
  const address = 'late@example.org'
  const at = new Date(Date.now() + 60_000)
  await adapters.erase([address], [], [], { at })
  await waitFor(async () => (await adapters.stored('erased')).includes(at.toISOString()))
  await from(address, 'late-away', away)
  expect(await has('set_aside_mails', 'late')).toBe(false)
})
