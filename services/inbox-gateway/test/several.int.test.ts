import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { conversationQueued } from '@inbox/contracts'
import { PROMPT_UNDER_LOAD_MS, startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aConversation, anAgent, aStep, tokenOf } from './builders.ts'
import { startGateway, type TestGateway, type TestSocket } from './gateway.ts'

let gateway: TestGateway
let another: Awaited<ReturnType<TestGateway['startAnother']>>
const [ana, rui, leo] = [anAgent('ana'), anAgent('rui'), anAgent('leo', { departmentIds: ['support'] })]
beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
  another = await gateway.startAnother()
  gateway.world.conversations = [aConversation('c1')]
})
afterAll(async () => {
  await another[Symbol.asyncDispose]()
  await gateway.stop()
})

const viewersSeenBy = (client: TestSocket) =>
  client
    .all('preview')
    .at(-1)
    ?.agents.map(({ id }) => id)
    .sort()

describe('several gateways', () => {
  test('show who views a conversation, and types in it, at any of them, to those who may see it', async () => {
    const here = await gateway.enter(ana)
    const there = await gateway.enter(rui, another.url)
    const stranger = await gateway.enter(leo, another.url)
    await here.ask('preview.start', { conversationId: 'c1' })
    await waitFor(() => viewersSeenBy(there)?.join() === 'ana')
    expect(
      (await there.ask('preview.start', { conversationId: 'c1' })).agents.map(({ id }: { id: string }) => id)
    ).toEqual(expect.arrayContaining(['ana', 'rui']))
    await waitFor(() => viewersSeenBy(here)?.join() === 'ana,rui')
    await here.ask('typing', { conversationId: 'c1' })
    await waitFor(() => there.all('typing').length === 1)
    expect(here.all('typing')).toEqual([])
    here.socket.disconnect()
    await waitFor(() => viewersSeenBy(there)?.join() === 'rui')
    expect([stranger.all('preview'), stranger.all('typing')]).toEqual([[], []])
    there.socket.disconnect()
    stranger.socket.disconnect()
  })

  test('send agents of one that reaches neither presence nor the broker for 10 s to the others, until it is heard again', async () => {
    await using presence = await startFaultProxy(gateway.owners.presence.url)
    await using broker = await startFaultProxy(gateway.stores.rabbitmqUrl)
    await using island = await gateway.startAnother({ PRESENCE_URL: presence.url, RABBITMQ_URL: broker.url })
    const clients = [await gateway.enter(ana, island.url), await gateway.enter(rui, island.url)]
    const neighbour = await gateway.enter(ana)
    const cutAt = performance.now()
    presence.refuse()
    broker.refuse()
    await waitFor(() => clients.every(({ socket }) => !socket.connected), { timeoutMs: 20_000 })
    const keptMs = performance.now() - cutAt
    expect(keptMs).toBeGreaterThan(9000)
    expect(keptMs).toBeLessThan(11_000 + PROMPT_UNDER_LOAD_MS)
    expect(neighbour.socket.connected).toBe(true)
    const knock = () => fetch(`${island.url}/socket.io/?EIO=4&transport=polling`)
    expect((await knock()).status).toBe(503)
    presence.heal()
    broker.heal()
    await waitFor(async () => (await knock()).status === 200, { timeoutMs: 20_000 })
    ;(await gateway.enter(ana, island.url)).socket.disconnect()
    neighbour.socket.disconnect()
  })

  test('say at once that they do not have another’s connection, so that clients try another way', async () => {
    const token = await tokenOf(ana)
    const opened = await (await fetch(`${gateway.url}/socket.io/?EIO=4&transport=polling`)).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    const polled = await fetch(`${another.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`)
    expect(polled.status).toBe(400)
    // here the connection is another gateway's, and any gateway may report that its agent is there
    const before = gateway.world.beats.length
    await fetch(`${another.url}/v1/me/beats`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ connectionId: sid })
    })
    await waitFor(() =>
      gateway.world.beats.slice(before).some(({ beats }) => beats.some(({ agentId }) => agentId === 'ana'))
    )
  })

  test('that stop first become unready, refuse newcomers, and release their agents one after the other to another', async () => {
    const stopping = await gateway.startAnother({ GATEWAY_DRAIN_MS: 900 })
    await using balancer = await startBalancer(stopping.url)
    const clients = await Promise.all(Array.from({ length: 20 }, () => gateway.enter(ana, balancer.url, BY_THEMSELVES)))
    const endedAt: number[] = []
    const awayMs: number[] = []
    const reasons = new Set<string>()
    for (const { socket } of clients) {
      socket.on('disconnect', reason => {
        const at = performance.now()
        endedAt.push(at)
        reasons.add(reason)
        socket.once('connect', () => awayMs.push(performance.now() - at))
      })
    }
    const stoppedAt = performance.now()
    const stopped = stopping[Symbol.asyncDispose]()
    const readiness = await fetch(`${stopping.url}/readyz`)
    expect([readiness.status, endedAt.length]).toEqual([503, 0])
    balancer.goTo(another.url)
    expect((await fetch(`${stopping.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(503)
    // calls are answered to the end
    expect((await fetch(`${stopping.url}/v1/auth/methods`)).status).toBe(200)
    await stopped
    await waitFor(() => clients.every(client => client.all('snapshot').length === 2))
    expect(endedAt[0]! - stoppedAt).toBeGreaterThan(250)
    expect(endedAt.at(-1)! - endedAt[0]!).toBeGreaterThan(100)
    // nobody was told to leave, so clients reconnect by themselves, on a quiet machine before the web app would show it
    expect([...reasons]).not.toContain('io server disconnect')
    expect(Math.max(...awayMs)).toBeLessThan(PROMPT_UNDER_LOAD_MS)
    await gateway.publish(conversationQueued, 'c2', 1, { conversation: aConversation('c2'), transition: aStep() })
    await waitFor(() => clients.every(client => client.all('conversation').some(({ id }) => id === 'c2')))
    for (const { socket } of clients) socket.disconnect()
  })
})

const BY_THEMSELVES = { reconnection: true, timeout: 2500, reconnectionDelay: 300, reconnectionDelayMax: 1000 }

/** Forwards each new connection to one gateway, like a balancer that goes by readiness. */
async function startBalancer(url: string) {
  let target = new URL(url)
  const server = createServer(client => {
    const upstream = connect(Number(target.port), target.hostname)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.pipe(upstream).pipe(client)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    goTo(next: string) {
      target = new URL(next)
    },
    async [Symbol.asyncDispose]() {
      server.close()
    }
  }
}
