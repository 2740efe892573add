import { gatewayUnheard } from '@inbox/contracts'
import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { anAgent, tokenOf } from './builders.ts'
import { startGateway, type TestGateway } from './gateway.ts'

const PING_MS = 200
let gateway: TestGateway
const ana = anAgent('ana')

beforeAll(async () => {
  gateway = await startGateway(import.meta.url, { PRESENCE_PING_MS: PING_MS, SOCKET_PING_TIMEOUT_MS: 2000 })
})
afterEach(() => {
  gateway.world.presenceAway = false
})
afterAll(() => gateway.stop())

const beatsOf = (id: string) =>
  gateway.world.beats.flatMap(({ beats, receivedAt }) =>
    beats.filter(({ sessionId }) => sessionId === id).map(beat => ({ ...beat, receivedAt }))
  )
const closesOf = (id: string) =>
  gateway.world.beats.flatMap(({ closed }) => closed.filter(each => each.sessionId === id))

test('reports go out every second, even when there is nobody to report', async () => {
  const empty = () => gateway.world.beats.filter(({ beats, closed }) => beats.length + closed.length === 0)
  await waitFor(() => empty().length >= 3)
  const [first, , third] = empty().slice(-3)
  expect(third!.receivedAt - first!.receivedAt).toBeLessThan(2000 + PROMPT_UNDER_LOAD_MS)
})

test('a connection is reported at once, then every second with the age of its last pong', async () => {
  const { socket } = await gateway.enter(ana)
  const id = socket.id!
  await waitFor(() => beatsOf(id).length >= 1)
  await waitFor(() => beatsOf(id).length >= 4)
  const [first, ...rest] = beatsOf(id)
  expect(first).toMatchObject({ agentId: 'ana' })
  // the connection is seconds old, but its last pong is recent
  for (const { ageMs } of [first!, ...rest]) expect(ageMs).toBeLessThan(1000)
  expect(rest.at(-1)!.receivedAt - rest[0]!.receivedAt).toBeGreaterThan(1200)
  expect(new Set(gateway.world.beats.map(({ gatewayId }) => gatewayId)).size).toBe(1)
  expect(gateway.world.beats[0]!.pingMs).toBe(PING_MS)
  socket.disconnect()
})

test('an observed close is reported at once, and only once', async () => {
  const { socket } = await gateway.enter(ana)
  const id = socket.id!
  await waitFor(() => beatsOf(id).length >= 1)
  socket.io.engine.close()
  await waitFor(() => closesOf(id).length === 1)
  expect(closesOf(id)[0]!.ageMs).toBeLessThan(1000)
  const reports = gateway.world.beats.length
  const { socket: other } = await gateway.enter(ana)
  await waitFor(() => gateway.world.beats.length >= reports + 2)
  expect(closesOf(id)).toHaveLength(1)
  other.disconnect()
})

test('a connection that falls silent ages, and is never called closed', async () => {
  const { socket } = await gateway.enter(ana)
  const id = socket.id!
  await waitFor(() => beatsOf(id).length >= 1)
  // the client stops answering pings, as when it loses its network
  socket.io.engine.transport.send = () => undefined
  await waitFor(() => socket.disconnected)
  await waitFor(() => (beatsOf(id).at(-1)?.ageMs ?? 0) > 600)
  const reports = beatsOf(id).length
  const all = gateway.world.beats.length
  const { socket: other } = await gateway.enter(ana)
  await waitFor(() => gateway.world.beats.length >= all + 3)
  expect(beatsOf(id)).toHaveLength(reports)
  expect(closesOf(id)).toEqual([])
  other.disconnect()
})

test('while presence is unavailable the ages grow, and what happened meanwhile is reported afterwards', async () => {
  gateway.world.presenceAway = true
  const { socket } = gateway.connect(await tokenOf(ana))
  await waitFor(() => socket.connected)
  const id = socket.id!
  const tries = () => gateway.owners.callsOf('postBeats').length
  const before = tries()
  await waitFor(() => tries() > before)
  socket.disconnect()
  const closedAt = performance.now()
  const next = tries()
  await waitFor(() => tries() >= next + 2)
  gateway.world.presenceAway = false
  await waitFor(() => closesOf(id).length === 1)
  const elapsed = performance.now() - closedAt
  expect(closesOf(id)[0]!.ageMs).toBeGreaterThan(1000)
  expect(closesOf(id)[0]!.ageMs).toBeLessThanOrEqual(elapsed)
})

describe('a page’s call', () => {
  const callsOfAna = () => beatsOf('calls-ana')
  const beat = (connectionId: unknown) =>
    gateway.call('POST', '/v1/me/beats', { agent: ana, body: JSON.stringify({ connectionId }) })

  test('I7: proves its agent alive, at once if it says that its connection does not work', async () => {
    const before = gateway.world.beats.length
    expect((await beat('a-connection-that-fell-silent')).status).toBe(204)
    await waitFor(() => callsOfAna().length === 1)
    expect(callsOfAna()[0]).toMatchObject({ agentId: 'ana' })
    expect(callsOfAna()[0]!.ageMs).toBeLessThan(1000)
    // without waiting for the next full report
    expect(gateway.world.beats.slice(before).find(({ beats }) => beats.length > 0)!.beats).toHaveLength(1)
  })

  test('I7: proves its connection alive if it is open here, whatever else it asks for', async () => {
    const { socket } = await gateway.enter(ana)
    const id = socket.id!
    // from now on no pong arrives
    socket.io.engine.transport.send = () => undefined
    const calledAt = performance.now()
    const answer = await gateway.call('GET', '/v1/me', { agent: ana, headers: { 'x-connection-id': id } })
    expect(answer.status).toBe(200)
    await waitFor(() => beatsOf(id).some(({ receivedAt, ageMs }) => receivedAt - ageMs >= calledAt))
    socket.disconnect()
  })

  test('that names no connection, as programs do, proves nothing', async () => {
    const told = callsOfAna().length
    await gateway.call('GET', '/v1/me', { agent: ana })
    const reports = gateway.world.beats.length
    await waitFor(() => gateway.world.beats.length >= reports + 2)
    expect(callsOfAna()).toHaveLength(told)
    expect((await beat({ $ne: 1 })).status).toBe(400)
  })
})

describe('a gateway that presence does not hear', () => {
  const readiness = async () =>
    ((await (await fetch(`${gateway.url}/readyz`)).json()) as { waitingFor: string[] }).waitingFor
  const told = (gatewayId: string) => gateway.publish(gatewayUnheard, gatewayId, Date.now(), { gatewayId })
  const mine = () => gateway.world.beats[0]!.gatewayId

  test('keeps its agents as long as it is not told that others are heard, or is told so about another one or too late', async () => {
    const { socket } = await gateway.enter(ana)
    await told(mine())
    const tries = gateway.owners.callsOf('postBeats').length
    gateway.world.presenceAway = true
    await waitFor(() => gateway.owners.callsOf('postBeats').length >= tries + 4)
    await told('another')
    gateway.world.presenceAway = false
    await waitFor(() => beatsOf(socket.id!).at(-1)!.receivedAt > performance.now() - 500)
    await told(mine())
    const { socket: other } = await gateway.enter(ana)
    expect(socket.connected).toBe(true)
    other.disconnect()
    socket.disconnect()
  })

  test('I7: sends them to other gateways, calls nobody gone, and resumes once it is heard', async () => {
    const { socket } = await gateway.enter(ana)
    const id = socket.id!
    gateway.world.presenceAway = true
    const ended = new Promise(resolve => socket.once('disconnect', resolve))
    await waitFor(
      async () => {
        await told(mine())
        return socket.disconnected
      },
      { timeoutMs: 60_000 }
    )
    // after any other reason clients keep retrying by themselves, as they do when they are refused
    expect(await ended).not.toBe('io server disconnect')
    await waitFor(async () => {
      await told(mine())
      return (await readiness()).length > 0
    })
    expect(await readiness()).toEqual(['presence'])
    const body = JSON.stringify({ connectionId: id })
    expect((await gateway.call('POST', '/v1/me/beats', { agent: ana, body })).status).toBe(503)
    const refused = gateway.connect(await tokenOf(ana)).socket
    const error = await new Promise<Error & { type?: string }>(resolve => refused.once('connect_error', resolve))
    expect(error.type).toBe('TransportError')
    gateway.world.presenceAway = false
    await waitFor(async () => (await readiness()).length === 0)
    expect(closesOf(id)).toEqual([])
    const { socket: back } = await gateway.enter(ana)
    back.disconnect()
  })
})

test('a gateway that stops closes its sockets so that they reconnect elsewhere, and calls nobody gone', async () => {
  const { socket } = await gateway.enter(ana)
  const id = socket.id!
  await waitFor(() => beatsOf(id).length >= 1)
  const before = beatsOf(id).length
  const reason = new Promise(resolve => socket.once('disconnect', resolve))
  await gateway.stopService()
  // socket.io clients reconnect by themselves after any other reason
  expect(await reason).not.toBe('io server disconnect')
  expect(beatsOf(id).length).toBeGreaterThan(before)
  expect(closesOf(id)).toEqual([])
})
