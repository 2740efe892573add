import { PROMPT_UNDER_LOAD_MS, waitFor, withClockOff } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aConversation, inMs, openWorld } from './fixture.ts'

const FIVE_MINUTES_MS = 300_000
const FROM_NOW_MS = 1500
let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld(import.meta.url)
})
afterAll(() => world[Symbol.asyncDispose]())

/** Windows that end one after the other; each is reported once, never early, and punctually. */
async function expirePunctually(kind: string) {
  const ids = Array.from({ length: 20 }, (_, n) => `${kind}-${n}`)
  await Promise.all(ids.map((id, n) => world.tell(aConversation(id, inMs(FROM_NOW_MS + 10 * n)))))
  await waitFor(async () => {
    const windows = await Promise.all(ids.map(world.windowOf))
    return windows.every(window => window?.state === 'ended')
  })
  for (const id of ids) {
    const told = world.expiriesOf(id)
    expect([id, told.length, world.conversations.get(id)!.status]).toEqual([id, 1, 'inactive'])
    const lateMs = Date.parse(told[0]!.occurredAt) - Date.parse(told[0]!.data.expiresAt)
    expect(lateMs).toBeGreaterThanOrEqual(0)
    expect(lateMs).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  }
}

describe('processes whose clocks are five minutes off', () => {
  test('I9: a fast one, alone, expires no window early', async () => {
    const fast = await world.startProcess(withClockOff(FIVE_MINUTES_MS))
    await expirePunctually('fast')
    fast.kill('SIGKILL')
  })

  test('a slow one, alone and beside a fast one, expires none late', async () => {
    await world.startProcess(withClockOff(-FIVE_MINUTES_MS))
    await expirePunctually('slow')
    await world.startProcess(withClockOff(FIVE_MINUTES_MS))
    await expirePunctually('both')
  })
})
