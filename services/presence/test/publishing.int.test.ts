import { PROMPT_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, send, TIMES } from './fixture.ts'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld(import.meta.url)
})
afterAll(() => world[Symbol.asyncDispose]())

const AGENTS = Array.from({ length: 40 }, (_, n) => `agent-${n}`)
const isGone = (agentId: string) => world.of(agentId).at(-1)?.link === 'disconnected'

describe('several processes', () => {
  test('I11: each transition is published once and in order of versions, whoever sweeps', async () => {
    const two = await Promise.all([world.startProcess(), world.startProcess()])
    let turn = 0
    const alternating = () => (turn++ % 2 ? two : two.toReversed()).map(({ address }) => address)
    await using gateway = openGateway('g', alternating)
    gateway.connect(...AGENTS)
    await waitFor(() => AGENTS.every(id => world.of(id).length > 0))
    for (const [index, id] of AGENTS.entries()) {
      const { address } = two[index % 2]!
      await send(address, `/v1/agents/${id}/status`, 'PUT', { status: 'available' })
      await send(two[(index + 1) % 2]!.address, `/v1/agents/${id}/status`, 'PUT', { status: 'unavailable' })
    }
    gateway.lose(...AGENTS)
    await waitFor(() => AGENTS.every(isGone), { timeoutMs: 60_000, describe: 'all are demoted' })
    for (const id of AGENTS) {
      const causes = world.of(id).map(({ cause }) => cause)
      expect([causes[0], causes.at(-1)]).toEqual(['connected', 'lost'])
      expect(causes.filter(cause => cause === 'chosen' || cause === 'lost')).toEqual(['chosen', 'chosen', 'lost'])
      const versions = world.of(id).map(({ version }) => version)
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
    }
    const ended = two.map(({ child }) => new Promise(resolve => child.once('exit', resolve)))
    for (const { child } of two) child.kill('SIGTERM')
    // else one of them might publish what the next test expects of another
    await Promise.all(ended)
  })

  test('I6: demotions are never early, and prompt', () => {
    for (const id of AGENTS) {
      const lost = world.published.find(({ key, data }) => key === id && data.cause === 'lost')!
      const late = Date.parse(lost.occurredAt) - Date.parse(lost.data.aliveUntil!) - TIMES.timeoutMs
      expect(late).toBeGreaterThan(0)
      expect(late).toBeLessThan(PROMPT_MS)
    }
  })

  test('a gateway that is not heard is told so through the broker, and only that one', async () => {
    const { address, child } = await world.startProcess()
    await using heard = openGateway('heard', () => [address])
    await using unheard = openGateway('unheard', () => [address])
    heard.connect('kim')
    unheard.connect('joe')
    await waitFor(() => world.of('joe').length > 0 && world.of('kim').length > 0)
    unheard.speak(false)
    await waitFor(() => world.unheard.includes('unheard'))
    // told before its agents are given up
    expect(world.of('joe').map(({ cause }) => cause)).not.toContain('lost')
    expect(world.unheard).not.toContain('heard')
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  })

  test('I13: what a process that died between publishing and acknowledging had in hand is published by another', async () => {
    const dying = await world.startProcess({ FAIL_POINT: 'presence.afterPublish' })
    const died = new Promise(resolve => dying.child.once('exit', resolve))
    await send(dying.address, '/v1/agents/zoe/status', 'PUT', { status: 'available' })
    await died
    const heir = await world.startProcess()
    await send(heir.address, '/v1/agents/zoe/status', 'PUT', { status: 'break' })
    await waitFor(() => world.of('zoe').some(({ status }) => status === 'break'), { timeoutMs: 60_000 })
    const statuses = world.of('zoe').map(({ status }) => status)
    expect(statuses).toEqual(['available', 'available', 'break'])
    const ids = world.published.filter(({ key }) => key === 'zoe').map(({ id }) => id)
    expect(ids[0]).toBe(ids[1])
    heir.child.kill('SIGTERM')
  })
})
