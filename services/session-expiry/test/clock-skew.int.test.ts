import { waitFor } from '@inbox/testing'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, inMs, openWorld } from './fixture.ts'

const OFF_MS = 1500
let world: Awaited<ReturnType<typeof openWorld>>
beforeEach(async () => {
  world = await openWorld(import.meta.url, { confirmMs: 300 })
})
afterEach(() => world[Symbol.asyncDispose]())

const off = (ms: number) => ({ now: () => new Date(Date.now() + ms) })
const ended = (id: string) =>
  waitFor(async () => (await world.windowOf(id))?.state === 'ended', { timeoutMs: 60_000, describe: `${id} has ended` })

describe('a process whose clock is wrong', () => {
  test('I9: fast, tells too early, is not believed, and tells again until the window is over by the clock of the queue', async () => {
    await using service = await world.startService(off(OFF_MS))
    const expiresAt = inMs(2000)
    await world.tell(aConversation('fast', expiresAt))
    await waitFor(() => world.expiriesOf('fast').length >= 2)
    expect(Date.now()).toBeLessThan(expiresAt.getTime())
    expect(world.conversations.get('fast')!.status).toBe('queued')
    await ended('fast')
    expect(world.conversations.get('fast')!.status).toBe('inactive')
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime())
    expect(service).toBeDefined()
  })

  test('slow, is overtaken by one whose clock is right, and alone is late by what it is slow', async () => {
    await using slow = await world.startService(off(-OFF_MS))
    const alone = inMs(300)
    await world.tell(aConversation('alone', alone))
    await waitFor(() => world.expiriesOf('alone').length > 0)
    expect(Date.now() - alone.getTime()).toBeGreaterThanOrEqual(OFF_MS)
    await using right = await world.startService()
    const together = inMs(1500)
    // known to whichever process hears of it first; the other finds it in storage
    await Promise.all(Array.from({ length: 20 }, (_, n) => world.tell(aConversation(`together-${n}`, together))))
    await waitFor(() =>
      Array.from({ length: 20 }, (_, n) => world.expiriesOf(`together-${n}`)).every(it => it.length > 0)
    )
    expect([slow, right]).toHaveLength(2)
  })
})
