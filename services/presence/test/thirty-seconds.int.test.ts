import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, sleep } from './fixture.ts'

const SEED = { PRESENCE_TIMEOUT_MS: '30000', PRESENCE_LOGOUT_MS: '300000', PRESENCE_BATCH_MS: '1000' }
let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld(import.meta.url)
})
afterAll(() => world[Symbol.asyncDispose]())

const causes = (agentId: string) => world.of(agentId).map(({ cause }) => cause)

describe("the seed's 30 seconds, by the real clock", () => {
  test('I6, I7: back at 29 s nothing has moved, back at 31 s it has', async () => {
    const { address } = await world.startProcess(SEED)
    await using gateway = openGateway('g', () => [address])
    gateway.connect('gone', 'back29', 'back31')
    await waitFor(() => ['gone', 'back29', 'back31'].every(id => causes(id).includes('connected')))
    gateway.lose('gone', 'back29', 'back31')
    await sleep(29_000)
    gateway.connect('back29')
    await sleep(2000)
    gateway.connect('back31')
    await waitFor(() => causes('gone').includes('lost') && causes('back31').at(-1) === 'connected')
    expect(causes('back29')).not.toContain('lost')
    expect(causes('back31')).toEqual(['connected', 'silent', 'lost', 'connected'])
    const { occurredAt, data } = world.published.find(it => it.key === 'gone' && it.data.cause === 'lost')!
    const late = Date.parse(occurredAt) - Date.parse(data.aliveUntil!) - 30_000
    expect(late).toBeGreaterThan(0)
    expect(late).toBeLessThan(500)
  }, 60_000)
})
