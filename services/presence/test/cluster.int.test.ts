import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateRedisCluster, startPrivateRedisCluster } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, send, sleep, TIMES } from './fixture.ts'

const AGENTS = Array.from({ length: 60 }, (_, n) => `agent-${n}`)
let dataDir: string
let redis: PrivateRedisCluster
let world: Awaited<ReturnType<typeof openWorld>>
let address: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'presence-cluster-'))
  redis = await startPrivateRedisCluster({ dataDir })
  world = await openWorld(import.meta.url, { redisUrl: redis.url })
  ;({ address } = await world.startProcess({ PRESENCE_SHARDS: '16' }))
}, 60_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await redis[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

const causes = (agentId: string) => world.of(agentId).map(({ cause }) => cause)

describe('on a Redis Cluster of three nodes', () => {
  test('I6, I7: agents in all shards are followed, demoted after the time-out, and kept if they are back in time', async () => {
    await using gateway = openGateway('g', () => [address])
    gateway.connect(...AGENTS)
    await waitFor(() => AGENTS.every(id => causes(id).includes('connected')), { timeoutMs: 60_000 })
    await send(address, `/v1/agents/${AGENTS[0]}/status`, 'PUT', { status: 'available' })
    const [stay, leave] = [AGENTS.slice(0, 30), AGENTS.slice(30)]
    gateway.lose(...leave)
    await waitFor(() => leave.every(id => causes(id).includes('lost')), { timeoutMs: 60_000 })
    expect(stay.filter(id => causes(id).includes('lost'))).toEqual([])
    const listed = await (await fetch(`${address}/v1/agents`)).json()
    expect((listed as { items: unknown[] }).items).toHaveLength(AGENTS.length)
    for (const id of leave) {
      const lost = world.published.find(({ key, data }) => key === id && data.cause === 'lost')!
      expect(Date.parse(lost.occurredAt) - Date.parse(lost.data.aliveUntil!) - TIMES.timeoutMs).toBeGreaterThan(0)
    }
  })

  test('I7: a frozen node costs nothing to anybody who is there when it resumes', async () => {
    await using gateway = openGateway('g', () => [address])
    gateway.connect(...AGENTS)
    await waitFor(() => AGENTS.every(id => world.of(id).at(-1)?.link === 'connected'), { timeoutMs: 60_000 })
    const before = world.published.length
    redis.nodes[1]!.pause()
    await sleep(TIMES.timeoutMs + 500)
    redis.nodes[1]!.resume()
    await sleep(TIMES.timeoutMs)
    const since = world.published.slice(before)
    expect(since.filter(({ data }) => data.cause === 'lost')).toEqual([])
    await waitFor(() => AGENTS.every(id => world.of(id).at(-1)?.link === 'connected'), { timeoutMs: 60_000 })
  })
})
