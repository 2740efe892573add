import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateInstance, startPrivateRedis } from '@inbox/devstack'
import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openGateway, openWorld, send, sleep, TIMES } from './fixture.ts'

// longer than anybody's time-out allows
const BLACKOUT_MS = TIMES.timeoutMs + Math.max(800, TIMES.pingMs + 2 * TIMES.batchMs)
const GRACE_MS = TIMES.timeoutMs + TIMES.pingMs + 600

let dataDir: string
let redis: PrivateInstance
let world: Awaited<ReturnType<typeof openWorld>>
let gateway: ReturnType<typeof openGateway>
let presence: Awaited<ReturnType<typeof world.startProcess>>
let number = 0
let stays: string
let leaves: string

const causes = (agentId: string) => world.of(agentId).map(({ cause }) => cause)
const presenceOf = async (agentId: string) => {
  const answer = await fetch(`${presence.address}/v1/agents?ids=${agentId}`)
  return ((await answer.json()) as { items: { status: string; link: string; version: number }[] }).items[0]
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'presence-'))
  redis = await startPrivateRedis({ dataDir })
  world = await openWorld(import.meta.url, { redisUrl: redis.url })
  presence = await world.startProcess()
  gateway = openGateway('g', () => [presence.address])
})
afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
  await redis.stop()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(async () => {
  number += 1
  ;[stays, leaves] = [`stays-${number}`, `leaves-${number}`]
  gateway.connect(stays, leaves)
  await waitFor(() => causes(stays).length > 0 && causes(leaves).length > 0, { describe: 'both are connected' })
  await send(presence.address, `/v1/agents/${stays}/status`, 'PUT', { status: 'available' })
  await send(presence.address, `/v1/agents/${leaves}/status`, 'PUT', { status: 'available' })
  await waitFor(() => causes(stays).includes('chosen') && causes(leaves).includes('chosen'))
})

/** After the blackout: who came back was never demoted; who is gone was, one time-out after its end at the latest. */
async function judge(lightAt: number) {
  await waitFor(() => causes(leaves).includes('lost'), {
    timeoutMs: GRACE_MS + 2 * PROMPT_UNDER_LOAD_MS,
    describe: 'who left is demoted'
  })
  expect(Date.now() - lightAt).toBeLessThan(GRACE_MS + PROMPT_UNDER_LOAD_MS)
  expect(Date.now() - lightAt).toBeGreaterThan(TIMES.timeoutMs - 300)
  expect(causes(stays)).not.toContain('lost')
  // a busy machine may delay a batch for a moment: the link recovers, and the status was never touched
  await waitFor(async () => (await presenceOf(stays))?.link === 'connected', { describe: 'who stays is connected' })
  expect((await presenceOf(stays))?.status).toBe('available')
  for (const agentId of [stays, leaves]) {
    // a process that dies between publishing and acknowledging leaves a duplicate, with the same id
    const once = new Map(world.published.filter(({ key }) => key === agentId).map(each => [each.id, each]))
    const versions = [...once.values()].map(({ version }) => version)
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
  }
}

describe('time in which no beat could be recorded does not count', () => {
  test('I7: a frozen process demotes nobody who is there, and whoever left one time-out later', async () => {
    presence.child.kill('SIGSTOP')
    gateway.lose(leaves)
    await sleep(BLACKOUT_MS)
    presence.child.kill('SIGCONT')
    await judge(Date.now())
  })

  test('I7: a process killed and restarted', async () => {
    presence.child.kill('SIGKILL')
    gateway.lose(leaves)
    await sleep(BLACKOUT_MS)
    presence = await world.startProcess()
    await judge(Date.now())
  })

  test('I7: a frozen gateway', async () => {
    gateway.speak(false)
    gateway.lose(leaves)
    await sleep(BLACKOUT_MS)
    expect(causes(leaves)).not.toContain('lost')
    gateway.speak(true)
    await judge(Date.now())
  })

  test('I7: a gateway that died and was replaced under another name', async () => {
    await gateway[Symbol.asyncDispose]()
    await sleep(BLACKOUT_MS)
    gateway = openGateway(`g-${number}`, () => [presence.address])
    gateway.connect(stays)
    await judge(Date.now())
  })

  test('I7: a frozen Redis', async () => {
    redis.pause()
    gateway.lose(leaves)
    await sleep(BLACKOUT_MS)
    redis.resume()
    await judge(Date.now())
  })

  test('I7: a Redis that was down and came back empty', async () => {
    const { version } = (await presenceOf(stays))!
    await redis.kill()
    gateway.lose(leaves)
    await sleep(BLACKOUT_MS)
    await redis.restart()
    await waitFor(() => presenceOf(stays))
    await judge(Date.now())
    expect((await presenceOf(stays))!.version).toBeGreaterThanOrEqual(version)
  })

  test('agents not heard from after Redis was emptied are restored from memory and demoted', async () => {
    gateway.speak(false)
    gateway.close(leaves)
    await redis.kill()
    await redis.restart()
    gateway.lose(leaves)
    gateway.speak(true)
    await judge(Date.now())
  })
})
