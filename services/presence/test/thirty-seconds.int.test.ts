import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, sleep } from './fixture.ts'

const SEED = { PRESENCE_TIMEOUT_MS: '30000', PRESENCE_LOGOUT_MS: '300000', PRESENCE_BATCH_MS: '1000' }
let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld(import.meta.url)
})
afterAll(() => world[Symbol.asyncDispose]())

const causes = (agentId: string) => world.of(agentId).map(({ cause }) => cause)

/** From the end of the 30 s to the demotion, in ms. */
function lateness(agentId: string): number {
  const { occurredAt, data } = world.published.find(({ key, data }) => key === agentId && data.cause === 'lost')!
  return Date.parse(occurredAt) - Date.parse(data.aliveUntil!) - 30_000
}

describe('30 seconds, by the real clock', () => {
  test('I6, I7: back at 29 s nothing has moved, back at 31 s it has: a lost network, and a tab closed and reopened', async () => {
    const { address } = await world.startProcess(SEED)
    await using gateway = openGateway('g', () => [address], 5000)
    const agents = ['gone', 'back29', 'back31', 'shut', 'opened29', 'opened31']
    gateway.connect(...agents)
    await waitFor(() => agents.every(id => causes(id).includes('connected')))
    gateway.lose('gone', 'back29', 'back31')
    gateway.close('shut', 'opened29', 'opened31')
    await sleep(29_000)
    gateway.connect('back29', 'opened29')
    await sleep(2000)
    // if the machine stood still there was a blackout, which is added to everybody's 30 s
    await waitFor(() => ['gone', 'shut'].every(id => causes(id).includes('lost')))
    gateway.connect('back31', 'opened31')
    const isBack = (id: string) => causes(id).at(-1) === 'connected'
    await waitFor(() => isBack('back31') && isBack('opened31'))
    for (const id of ['back29', 'opened29']) expect(causes(id)).not.toContain('lost')
    expect(causes('back31')).toEqual(['connected', 'silent', 'lost', 'connected'])
    // on a busy machine, the close may be noticed later than the silence
    expect(causes('opened31').filter(cause => cause !== 'silent' && cause !== 'closed')).toEqual([
      'connected',
      'lost',
      'connected'
    ])
    for (const id of ['gone', 'shut']) expect(lateness(id)).toBeGreaterThan(0)
    for (const id of ['gone', 'shut']) expect(lateness(id)).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  }, 60_000)
})
