import { PROMPT_UNDER_LOAD_MS, waitFor, withClockOff } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, send, TIMES } from './fixture.ts'

const FIVE_MINUTES_MS = 300_000
let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld(import.meta.url)
})
afterAll(() => world[Symbol.asyncDispose]())

describe('processes whose clocks are five minutes fast and slow', () => {
  test('I6, I7: demote nobody early and nobody late, and report the right times', async () => {
    const processes = [
      await world.startProcess(withClockOff(FIVE_MINUTES_MS)),
      await world.startProcess(withClockOff(-FIVE_MINUTES_MS))
    ]
    let turn = 0
    const alternating = () => (turn++ % 2 ? processes : processes.toReversed()).map(({ address }) => address)
    await using gateway = openGateway('g', alternating)
    const [stay, leave] = [
      Array.from({ length: 20 }, (_, n) => `stays-${n}`),
      Array.from({ length: 20 }, (_, n) => `leaves-${n}`)
    ]
    gateway.connect(...stay, ...leave)
    await waitFor(() => [...stay, ...leave].every(id => world.of(id).length > 0))
    for (const [n, id] of stay.entries())
      await send(processes[n % 2]!.address, `/v1/agents/${id}/status`, 'PUT', { status: 'available' })
    const leftAt = Date.now()
    gateway.lose(...leave)
    await waitFor(() => leave.every(id => world.of(id).some(({ cause }) => cause === 'lost')), { timeoutMs: 60_000 })
    for (const id of leave) {
      const { occurredAt, data } = world.published.find(each => each.key === id && each.data.cause === 'lost')!
      expect(Math.abs(Date.parse(data.aliveUntil!) - TIMES.pingMs - leftAt)).toBeLessThan(1000)
      expect(Date.parse(occurredAt) - Date.parse(data.aliveUntil!)).toBeGreaterThan(TIMES.timeoutMs)
      expect(Date.parse(occurredAt) - Date.parse(data.aliveUntil!)).toBeLessThan(TIMES.timeoutMs + PROMPT_UNDER_LOAD_MS)
    }
    expect(stay.filter(id => world.of(id).some(({ cause }) => cause === 'lost'))).toEqual([])
  })
})
