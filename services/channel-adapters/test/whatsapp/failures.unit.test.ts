import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startTalk, type Talk } from './talk.ts'

/** Initially, Meta retries sooner than this what was not answered with 200. */
const SOON_MS = 600_000

/** The texts that channel-ingest accepted, by id: repetitions of an id are stored once. */
const taken = (it: Talk, from = 0) =>
  new Map(
    it
      .posted()
      .slice(from)
      .map(({ messageId, content }) => [messageId, content.text])
  )
/** Resolves once this many notifications have been answered with 200. */
async function untilTaken(it: Talk, count: number) {
  await it.meta.advance(SOON_MS)
  await waitFor(async () => (await answers(it)).filter(status => status === 200).length === count, {
    describe: `${count} answers with 200`,
    timeoutMs: 30_000
  })
}
/** The webhook's responses, in order. */
const answers = async (it: Talk) =>
  (await it.meta.log()).filter(({ what }) => what === 'webhook').map(({ status }) => status)

test.each([
  ['refuses for now', { status: 503 }],
  ['fails', { status: 500 }],
  ['is limiting calls', { status: 429, json: { code: 'too-many-requests', detail: 'later' } }]
])('while channel-ingest %s Meta is asked to retry, and nothing is lost', async (_, reply) => {
  await using it = await startTalk()
  it.around.answers(({ path }) => (path === '/v1/messages' ? reply : undefined))
  const ids = [(await it.phone.says('one')).id, (await it.phone.says('two')).id]
  await it.meta.idle()
  expect(new Set(await answers(it))).toEqual(new Set([503]))
  expect(it.problems).toEqual([])
  it.around.answers(() => undefined)
  const before = it.posted().length
  await untilTaken(it, 2)
  expect(taken(it, before)).toEqual(
    new Map([
      [ids[0], 'one'],
      [ids[1], 'two']
    ])
  )
  expect(it.problems).toEqual([[], []])
})

test('what arrives before the directory has announced the channel is repeated, and accepted then', async () => {
  await using it = await startTalk()
  it.directory.told = false
  const { id } = await it.phone.says('early')
  await it.meta.idle()
  expect([new Set(await answers(it)), it.posted()]).toEqual([new Set([503]), []])
  it.directory.told = true
  await untilTaken(it, 1)
  expect(taken(it)).toEqual(new Map([[id, 'early']]))
})

test('what arrives late, reversed and twice keeps the order and the ids in which it was written', async () => {
  await using it = await startTalk()
  await it.meta.fault({ on: 'webhook', gather: 3, as: 'disorder' })
  const ids: string[] = []
  for (const text of ['one', 'two', 'three']) {
    ids.push((await it.phone.says(text)).id)
    await it.meta.advance(2000)
  }
  await it.meta.idle()
  await it.meta.fault({ on: 'webhook', delayMs: 60_000, repeat: 1 })
  ids.push((await it.phone.says('four')).id)
  await untilTaken(it, 5)
  expect(it.posted().map(({ content }) => content.text)).toEqual(['three', 'two', 'one', 'four', 'four'])
  const written = it.posted().toSorted((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt))
  expect([...new Set(written.map(({ messageId }) => messageId))]).toEqual(ids)
})

test.each([-3, 3])(
  'a provider’s clock that is %i hours off is passed on as it is: it is judged where windows are',
  async hours => {
    await using it = await startTalk()
    await it.meta.halt(true)
    const told = new Date(Date.now() + hours * 3_600_000)
    const value = {
      contacts: [{ wa_id: '351911111111', profile: { name: 'Ana' } }],
      messages: [
        {
          ...{ id: 'wamid.clock', from: '351911111111', type: 'text', text: { body: 'Hello' } },
          timestamp: String(Math.floor(told.getTime() / 1000))
        }
      ]
    }
    const [number] = await it.meta.numbers()
    await it.meta.notifies(number!.phoneNumberId, 'messages', value)
    await it.meta.idle()
    expect(it.posted().map(({ messageId, sentAt }) => [messageId, Math.floor(Date.parse(sentAt) / 1000)])).toEqual([
      ['wamid.clock', Math.floor(told.getTime() / 1000)]
    ])
  }
)

test('if a connection ends after Meta accepted an answer, its outcome stays open: its status settles it, once', async () => {
  await using it = await startTalk()
  await it.phone.says('Hello')
  await it.meta.idle()
  const [{ contact }] = it.posted()
  await it.meta.fault({ on: 'send', breaks: 'after' })
  await expect(it.answer('m1', contact.id)).rejects.toThrow()
  await it.meta.idle()
  expect(new Set(it.confirmed.map(told => JSON.stringify(told))).size).toBe(1)
  expect(it.confirmed[0]).toEqual(['m1', { kind: 'sent', receipt: expect.stringMatching(/^wamid\./) }])
  const { messages } = await it.phone.chat()
  expect(messages.filter(({ direction }) => direction === 'out')).toHaveLength(1)
})

test('a token revoked during work disconnects the channel: nothing was sent, and the next token continues', async () => {
  await using it = await startTalk()
  await it.phone.says('Hello')
  await it.meta.idle()
  const [{ contact }] = it.posted()
  const [{ phoneNumberId } = { phoneNumberId: '' }] = await it.meta.numbers()
  expect(await it.answer('m1', contact.id)).toMatchObject({ kind: 'sent' })
  await it.meta.changeNumber(phoneNumberId, { accessToken: 'the next token' })
  expect(await it.answer('m2', contact.id)).toMatchObject({ kind: 'disconnected' })
  it.account.settings.accessToken = 'the next token'
  expect(await it.answer('m2', contact.id)).toMatchObject({ kind: 'sent' })
  const { messages } = await it.phone.chat()
  expect(messages.filter(({ direction }) => direction === 'out')).toHaveLength(2)
})
