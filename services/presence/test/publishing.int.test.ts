import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, send, TIMES } from './fixture.ts'

const agentsOf = (name: string) => Array.from({ length: 40 }, (_, n) => `${name}-${n}`)
/** Retried, as gateways do, until it is accepted. */
const choose = (address: string, agentId: string, status: string) =>
  waitFor(async () => (await send(address, `/v1/agents/${agentId}/status`, 'PUT', { status })).ok)

type World = Awaited<ReturnType<typeof openWorld>>
const allGone = (world: World, agents: string[]) =>
  waitFor(() => agents.every(id => world.of(id).at(-1)?.link === 'disconnected'), {
    timeoutMs: 60_000,
    describe: 'all are demoted'
  })

// each with separate stores: otherwise one test's unpublished changes would be published in the next
describe('several processes', () => {
  test('I11: each transition is published in version order, whoever sweeps', async () => {
    await using world = await openWorld(import.meta.url)
    await using one = await world.startProcess()
    await using other = await world.startProcess()
    const two = [one, other]
    const agents = agentsOf('agent')
    let turn = 0
    const alternating = () => (turn++ % 2 ? two : two.toReversed()).map(({ address }) => address)
    await using gateway = openGateway('g', alternating)
    gateway.connect(...agents)
    await waitFor(() => agents.every(id => world.of(id).length > 0))
    for (const [index, id] of agents.entries()) {
      await choose(two[index % 2]!.address, id, 'available')
      await choose(two[(index + 1) % 2]!.address, id, 'unavailable')
    }
    gateway.lose(...agents)
    await allGone(world, agents)
    for (const id of agents) {
      // what a slow broker has not confirmed in time is published twice, with everything that was in flight with it
      const told = [...new Map(world.of(id).map(each => [each.version, each])).values()]
      const causes = told.map(({ cause }) => cause)
      expect([causes[0], causes.at(-1)]).toEqual(['connected', 'lost'])
      expect(causes.filter(cause => cause === 'chosen' || cause === 'lost')).toEqual(['chosen', 'chosen', 'lost'])
      const versions = told.map(({ version }) => version)
      expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    }
  })

  test('I6: demotions are never early, and prompt', async () => {
    await using world = await openWorld(import.meta.url)
    await using one = await world.startProcess()
    await using other = await world.startProcess()
    const agents = agentsOf('lost')
    await using gateway = openGateway('g', () => [one.address, other.address])
    gateway.connect(...agents)
    await waitFor(() => agents.every(id => world.of(id).length > 0))
    gateway.lose(...agents)
    await allGone(world, agents)
    for (const id of agents) {
      const lost = world.published.find(({ key, data }) => key === id && data.cause === 'lost')!
      const late = Date.parse(lost.occurredAt) - Date.parse(lost.data.aliveUntil!) - TIMES.timeoutMs
      expect(late).toBeGreaterThan(0)
      expect(late).toBeLessThan(PROMPT_UNDER_LOAD_MS)
    }
  })

  test('a gateway that is not heard is told so through the broker, and only that one', async () => {
    await using world = await openWorld(import.meta.url)
    await using one = await world.startProcess()
    await using heard = openGateway('heard', () => [one.address])
    await using unheard = openGateway('unheard', () => [one.address])
    heard.connect('kim')
    unheard.connect('joe')
    await waitFor(() => world.of('joe').length > 0 && world.of('kim').length > 0)
    unheard.speak(false)
    await waitFor(() => world.unheard.includes('unheard'))
    // published before its agents are given up
    expect(world.of('joe').map(({ cause }) => cause)).not.toContain('lost')
    expect(world.unheard).not.toContain('heard')
  })

  test('I13: what a process that died between publishing and acknowledging was handling is published by another', async () => {
    await using world = await openWorld(import.meta.url)
    const dying = await world.startProcess({ FAIL_POINT: 'presence.afterPublish' })
    // it may die before it answers
    await send(dying.address, '/v1/agents/zoe/status', 'PUT', { status: 'available' }).catch(() => undefined)
    await dying.exited
    await using heir = await world.startProcess()
    await choose(heir.address, 'zoe', 'break')
    await waitFor(() => world.of('zoe').some(({ status }) => status === 'break'), { timeoutMs: 60_000 })
    const statuses = world.of('zoe').map(({ status }) => status)
    expect(statuses).toEqual(['available', 'available', 'break'])
    const ids = world.published.filter(({ key }) => key === 'zoe').map(({ id }) => id)
    expect(ids[0]).toBe(ids[1])
  })
})
