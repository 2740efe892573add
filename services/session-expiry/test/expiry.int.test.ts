import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aConversation, inMs, openWorld } from './fixture.ts'

let world: Awaited<ReturnType<typeof openWorld>>
let service: AsyncDisposable | undefined
beforeAll(async () => {
  world = await openWorld(import.meta.url)
  service = await world.startService()
})
afterAll(async () => {
  await service?.[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

const lateMs = (id: string) => {
  const [told] = world.expiriesOf(id)
  return Date.parse(told!.occurredAt) - Date.parse(told!.data.expiresAt)
}
const expiredOnce = (id: string, timeoutMs = 5000) =>
  waitFor(() => world.expiriesOf(id).length > 0, { timeoutMs, describe: `${id} has expired` })
const stateOf = async (id: string) => (await world.windowOf(id))?.state

describe('session windows', () => {
  test('a window expires at its end: never early, and promptly', async () => {
    const expiresAt = inMs(700)
    await world.tell(aConversation('one', expiresAt))
    await expiredOnce('one')
    expect(world.expiriesOf('one')[0]!.data).toEqual({ conversationId: 'one', expiresAt: expiresAt.toISOString() })
    expect(lateMs('one')).toBeGreaterThanOrEqual(0)
    expect(lateMs('one')).toBeLessThan(PROMPT_UNDER_LOAD_MS)
    await waitFor(async () => (await stateOf('one')) === 'ended')
    expect(world.told.opened.map(({ key }) => key)).toEqual(['one'])
  })

  test('messages extend the window without a write each, and only its last end counts', async () => {
    await world.tell(aConversation('chatty', inMs(600)))
    await waitFor(() => world.windowOf('chatty'))
    const last = inMs(1500)
    for (let n = 0; n < 40; n++) await world.write('chatty', last)
    await expiredOnce('chatty')
    expect(lateMs('chatty')).toBeGreaterThanOrEqual(0)
    expect(world.expiriesOf('chatty')).toHaveLength(1)
    expect(world.expiriesOf('chatty')[0]!.data.expiresAt).toBe(last.toISOString())
    expect(world.told.extended.filter(({ key }) => key === 'chatty')).toHaveLength(1)
    // armed, armed again, expired, ended
    await waitFor(async () => (await stateOf('chatty')) === 'ended')
    expect((await world.windowOf('chatty'))?.version).toBe(4)
  })

  test('nothing is sent about a conversation that was closed before', async () => {
    const conversation = aConversation('closed', inMs(500))
    await world.tell(conversation)
    await waitFor(() => world.windowOf('closed'))
    await world.tell({ ...conversation, version: 2, status: 'closed' })
    await waitFor(async () => (await stateOf('closed')) === 'ended')
    expect(world.expiriesOf('closed')).toHaveLength(0)
  })

  test('late and repeated events change nothing', async () => {
    const conversation = aConversation('shuffled', inMs(60_000), { version: 7 })
    await world.tell(conversation)
    await waitFor(() => world.windowOf('shuffled'))
    for (const version of [5, 7, 6]) await world.tell({ ...conversation, version, status: 'closed' }, false)
    await world.tell({ ...conversation, version: 4, window: { expiresAt: inMs(10).toISOString() } }, false)
    await world.tell(aConversation('after', inMs(200)))
    await expiredOnce('after')
    expect(await world.windowOf('shuffled')).toMatchObject({ state: 'armed', version: 1 })
  })

  test('an inactive conversation that the contact revives is watched again', async () => {
    await world.tell(aConversation('again', inMs(200)))
    await waitFor(async () => (await stateOf('again')) === 'ended')
    await world.tell(aConversation('again', inMs(400), { version: 9 }))
    await waitFor(() => world.expiriesOf('again').length === 2)
  })

  test('while queue does not answer, an expiry waits, and is sent once it does', async () => {
    await world.tell(aConversation('patient', inMs(500)))
    await waitFor(() => world.windowOf('patient'))
    await world.stopQueue()
    await new Promise(resolve => setTimeout(resolve, 900))
    expect(world.expiriesOf('patient')).toHaveLength(0)
    await world.startQueue()
    await expiredOnce('patient')
  })

  test('what came due while nobody ran is sent at the next start, oldest first', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `overdue-${n}`)
    await Promise.all(ids.map((id, n) => world.tell(aConversation(id, inMs(1000 - n)))))
    await waitFor(async () => (await Promise.all(ids.map(world.windowOf))).every(Boolean))
    await service?.[Symbol.asyncDispose]()
    service = undefined
    await new Promise(resolve => setTimeout(resolve, 1100))
    service = await world.startService()
    await waitFor(() => ids.every(id => world.expiriesOf(id).length === 1), { timeoutMs: 60_000 })
  })

  test('windows that end in the same millisecond are each reported once', async () => {
    const ids = Array.from({ length: 300 }, (_, n) => `burst-${n}`)
    const together = inMs(3000)
    await Promise.all(ids.map(id => world.tell(aConversation(id, together))))
    await waitFor(() => ids.every(id => world.expiriesOf(id).length === 1), { timeoutMs: 60_000 })
    expect(Math.min(...ids.map(lateMs))).toBeGreaterThanOrEqual(0)
    console.info(`the last of 300 was told ${Math.max(...ids.map(lateMs))} ms late`)
  })

  test('two processes report each expiry once', async () => {
    await using other = await world.startService()
    const ids = Array.from({ length: 60 }, (_, n) => `two-${n}`)
    await Promise.all(ids.map((id, n) => world.tell(aConversation(id, inMs(900 + n)))))
    await waitFor(() => ids.every(id => world.expiriesOf(id).length > 0))
    await waitFor(async () => (await Promise.all(ids.map(stateOf))).every(state => state === 'ended'))
    for (const id of ids) expect(world.expiriesOf(id)).toHaveLength(1)
    expect(other).toBeDefined()
  })
})
