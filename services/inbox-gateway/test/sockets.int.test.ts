import {
  agentChanged,
  channelHealthChanged,
  conversationContactTyping,
  conversationNoted,
  conversationOffered,
  conversationQueued,
  conversationStarted,
  conversationTyping,
  conversationUpdated,
  type Message,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  positionTold,
  presenceChanged,
  type ServerEvents,
  signInEnded,
  windowExpiresSoon,
  workMoved
} from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, anAgent, aPresence, aStep, owner, tokenOf } from './builders.ts'
import { startGateway, type TestGateway, type TestSocket } from './gateway.ts'

let gateway: TestGateway
const ana = anAgent('ana')
const rui = anAgent('rui')
const leo = anAgent('leo', { departmentIds: ['support'] })
const boss = anAgent('boss', { role: 'supervisor', departmentIds: [] })
let entered: TestSocket[] = []

beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
})
afterAll(() => gateway.stop())
beforeEach(() => {
  gateway.world.conversations = []
})
afterEach(() => {
  for (const { socket } of entered) socket.disconnect()
  entered = []
})

const enter = async (...agents: (typeof ana)[]) => {
  const clients = await Promise.all(agents.map(agent => gateway.enter(agent)))
  entered.push(...clients)
  return clients as [TestSocket, TestSocket, TestSocket, TestSocket, ...TestSocket[]]
}
let marks = 0
/** Resolves once all earlier pushes have arrived: it waits for an update behind them that all these clients see. */
const pushesArrived = async (...clients: TestSocket[]) => {
  const id = `mark${++marks}`
  for (const departmentId of ['sales', 'support', 'it'])
    await gateway.publish(conversationUpdated, id, 1, { conversation: aConversation(id, 'queued', { departmentId }) })
  await waitFor(() => clients.every(client => client.all('conversation').some(each => each.id === id)))
}
const seenBy = (client: TestSocket, id: string) => client.all('conversation').filter(each => each.id === id)

describe('connecting', () => {
  test('requires a token from the directory', async () => {
    for (const token of ['', 'nonsense', await tokenOf(ana, { secret: 'y'.repeat(40) })]) {
      const { socket } = gateway.connect(token)
      const error = await new Promise<Error & { data?: unknown }>(resolve => socket.once('connect_error', resolve))
      expect(error.data).toMatchObject({ code: 'unauthenticated' })
    }
  })

  test('sends a snapshot of all tabs, read in the name of the agent', async () => {
    gateway.world.conversations = [
      aConversation('q1'),
      aConversation('o1', 'ongoing', { agent: owner('ana')! }),
      aConversation('o2', 'ongoing', { agent: owner('rui')! }),
      aConversation('p1', 'pending', { agent: owner('ana')! }),
      aConversation('i1', 'inactive')
    ]
    const [client] = await enter(ana)
    const [snapshot] = client.all('snapshot')
    const ids = Object.entries(snapshot!.tabs).map(([tab, { items }]) => [tab, items.map(({ id }) => id)])
    expect(Object.fromEntries(ids)).toEqual({ queue: ['q1'], ongoing: ['o1'], myInbox: ['p1'], inactives: ['i1'] })
    expect(JSON.stringify(snapshot)).not.toContain('routing')
  })

  test('works by long-polling as by a WebSocket, until it is one', async () => {
    gateway.world.conversations = [aConversation('q1')]
    const polling = await gateway.enter(ana, undefined, { transports: ['polling'] })
    const upgrading = await gateway.enter(ana, undefined, { transports: ['polling', 'websocket'] })
    entered.push(polling, upgrading)
    expect(polling.all('snapshot')[0]!.tabs.queue.items.map(({ id }) => id)).toEqual(['q1'])
    await waitFor(() => upgrading.socket.io.engine.transport.name === 'websocket')
    await gateway.publish(conversationQueued, 'c9', 1, { conversation: aConversation('c9'), transition: aStep() })
    await waitFor(() => [polling, upgrading].every(client => seenBy(client, 'c9').length === 1))
    expect(await polling.ask('resume', { versions: { q1: 0 } })).toMatchObject({ conversations: [{ id: 'q1' }] })
    const reports = () =>
      gateway.world.beats.flatMap(({ beats }) => beats).filter(each => each.sessionId === polling.socket.id).length
    await waitFor(() => reports() >= 3)
    expect(polling.socket.io.engine.transport.name).toBe('polling')
  })

  test('shows one’s own and one’s colleagues’ presence', async () => {
    for (const [id, version] of [
      ['ana', 1],
      ['rui', 1],
      ['leo', 1]
    ] as const)
      await gateway.publish(presenceChanged, id, version, { ...aPresence(id, { version }), cause: 'connected' })
    const [first] = await enter(boss)
    await waitFor(() => first.all('presence').length + first.all('snapshot')[0]!.colleagues.length >= 3)
    const [client] = await enter(ana)
    const [snapshot] = client.all('snapshot')
    expect(snapshot?.presence).toMatchObject({ agentId: 'ana' })
    expect(snapshot?.colleagues.map(({ agentId }) => agentId).sort()).toEqual(['ana', 'rui'])
  })
})

describe('pushes', () => {
  test('of a conversation go only to its department and supervisors, without its routing', async () => {
    const [inSales, inSupport, supervising] = await enter(ana, leo, boss)
    await gateway.publish(conversationQueued, 'c1', 1, { conversation: aConversation('c1'), transition: aStep() })
    await pushesArrived(inSales, inSupport, supervising)
    expect([inSales, inSupport, supervising].map(client => seenBy(client, 'c1').length)).toEqual([1, 0, 1])
    expect(seenBy(inSales, 'c1')[0]).not.toHaveProperty('routing')
  })

  test('of an offer go to all sockets of the offered agent, and so does its end', async () => {
    const [phone, desk, other] = await enter(ana, ana, rui)
    const offer = { id: 'of1', agentId: 'ana', kind: 'automatic' as const }
    await gateway.publish(conversationOffered, 'c2', 2, {
      conversation: aConversation('c2', 'offered', { version: 2, offer }),
      transition: aStep({ rule: 'T3', from: 'queued', to: 'offered', cause: 'offer', offerId: 'of1' })
    })
    await gateway.publish(conversationQueued, 'c2', 3, {
      conversation: aConversation('c2', 'queued', { version: 3 }),
      transition: aStep({ rule: 'T7', from: 'offered', cause: 'deadline', offerId: 'of1', previousAgentId: 'ana' })
    })
    await pushesArrived(phone, desk, other)
    for (const client of [phone, desk]) {
      expect(client.all('offer')).toMatchObject([{ id: 'c2', offer: { id: 'of1' } }])
      expect(client.all('offer.revoked')).toEqual([{ conversationId: 'c2', offerId: 'of1', reason: 'deadline' }])
    }
    expect([other.all('offer'), other.all('offer.revoked')]).toEqual([[], []])
    expect(seenBy(other, 'c2').map(({ version }) => version)).toEqual([2, 3])
  })

  test('of a conversation reach its owner in whatever department', async () => {
    const [inSupport] = await enter(leo)
    const conversation = aConversation('c3', 'ongoing', { version: 2, agent: owner('leo')! })
    await gateway.publish(conversationStarted, 'c3', 2, {
      conversation,
      transition: aStep({ rule: 'T4', to: 'ongoing' })
    })
    await pushesArrived(inSupport)
    expect(seenBy(inSupport, 'c3')).toHaveLength(1)
  })

  test('of a message carry the changed summary', async () => {
    const [inSales, inSupport] = await enter(ana, leo)
    const at = '2030-01-01T12:00:00.000Z'
    await gateway.publish(messageAppended, 'c4', 2, {
      conversation: aConversation('c4', 'queued', { version: 2, unread: 1 }),
      message: {
        id: 'm1',
        conversationId: 'c4',
        direction: 'inbound',
        author: { kind: 'contact' },
        content: { type: 'text', text: 'hello' },
        sentAt: at,
        receivedAt: at
      }
    })
    await pushesArrived(inSales, inSupport)
    expect(inSales.all('message')).toMatchObject([{ conversationId: 'c4', message: { content: { text: 'hello' } } }])
    expect(seenBy(inSales, 'c4')).toMatchObject([{ unread: 1 }])
    expect(inSupport.all('message')).toEqual([])
  })

  test('each reach those they are meant for, and nobody else', async () => {
    const max = anAgent('max', { departmentIds: ['it'] })
    const people = [ana, rui, leo, max, boss]
    const clients = await enter(...people)
    const offer = { id: 'of20', agentId: 'leo', kind: 'transfer' as const }
    const conversation = aConversation('c20', 'offered', { offer, agent: owner('leo')! })
    const ended = { rule: 'T20', from: 'offered', offerId: 'of20', previousAgentId: 'leo' } as const
    const at = '2030-01-01T12:00:00.000Z'
    const author = { id: 'leo', name: 'leo' }
    const note = { id: 'n1', conversationId: 'c20', author, text: 'call back', at }
    const around = { departmentId: 'sales', agentId: 'leo' }
    const content = { type: 'text', text: 'hello' } as const
    const message: Message = {
      ...{ id: 'm20', conversationId: 'c20', direction: 'inbound', author: { kind: 'contact' } },
      ...{ content, sentAt: at, receivedAt: at }
    }
    await gateway.publish(conversationOffered, 'c20', 2, { conversation, transition: aStep({ to: 'offered' }) })
    await gateway.publish(conversationQueued, 'c20', 3, {
      conversation: aConversation('c20'),
      transition: aStep(ended)
    })
    await gateway.publish(messageStatusChanged, 'c20', 1, { message, ...around })
    await gateway.publish(messageChanged, 'c20', 2, { message, ...around })
    await gateway.publish(conversationNoted, 'c20', 1, { note, ...around })
    await gateway.publish(conversationTyping, 'c20', 1, {
      conversationId: 'c20',
      agent: author,
      typing: true,
      ...around
    })
    await gateway.publish(conversationContactTyping, 'c20', 1, { conversationId: 'c20', typing: true, ...around })
    await gateway.publish(windowExpiresSoon, 'c20', 1, { conversationId: 'c20', expiresAt: at, ...around })
    await gateway.publish(positionTold, 'c20', 1, { conversationId: 'c20', departmentId: 'sales', position: 2, at })
    const health = { state: 'disconnected' as const, since: at }
    await gateway.publish(channelHealthChanged, 'c20', 1, { channelId: 'c20', departmentId: 'sales', ...health })
    const moved = [{ conversationId: 'c20', from: 'ongoing' as const, to: 'pending' as const }]
    await gateway.publish(workMoved, 'leo', 1, { agentId: 'leo', cause: 'lost', at, moved })
    await gateway.publish(presenceChanged, 'ana', 20, { ...aPresence('ana', { version: 20 }), cause: 'chosen' })
    await pushesArrived(...clients)

    const toldOf = (event: keyof ServerEvents, what: string) =>
      people.filter((_, index) => clients[index]!.all(event).some(each => JSON.stringify(each).includes(what)))
    const namesOf = (told: typeof people) => told.map(({ id }) => id)
    const allWhoSeeIt = ['ana', 'rui', 'leo', 'boss']
    // the type keeps this table complete: whoever adds a push must say here who receives it
    const expected: Record<Exclude<keyof ServerEvents, 'snapshot' | 'preview'>, string[]> = {
      conversation: allWhoSeeIt,
      message: allWhoSeeIt,
      'message.changed': allWhoSeeIt,
      note: allWhoSeeIt,
      typing: allWhoSeeIt,
      'contact.typing': allWhoSeeIt,
      'window.expiresSoon': allWhoSeeIt,
      'queue.position': ['ana', 'rui', 'boss'],
      offer: ['leo'],
      'offer.revoked': ['leo'],
      moved: ['leo'],
      'channel.health': ['ana', 'rui', 'boss'],
      presence: ['ana', 'rui', 'boss']
    }
    const events = Object.keys(expected) as (keyof typeof expected)[]
    const told = events.map(event => [event, namesOf(toldOf(event, event === 'presence' ? '"version":20' : 'c20'))])
    expect(Object.fromEntries(told)).toEqual(expected)
  })
})

describe('resuming', () => {
  test('returns what changed, what is new and what is gone', async () => {
    gateway.world.conversations = [
      aConversation('same', 'queued', { version: 4 }),
      aConversation('changed', 'closed', { version: 8 }),
      aConversation('new', 'queued'),
      aConversation('moved', 'queued', { version: 3, departmentId: 'support' })
    ]
    const [client] = await enter(ana)
    gateway.world.conversations.splice(3, 1, aConversation('moved', 'pending', { version: 3, departmentId: 'support' }))
    const versions = { same: 4, changed: 7, moved: 2, deleted: 1 }
    const { conversations, removed } = await client.ask('resume', { versions })
    expect(conversations.map(({ id }: { id: string }) => id).sort()).toEqual(['changed', 'new'])
    expect(removed).toEqual(['moved', 'deleted'])
  })

  test('tells a client that keeps data of conversations which of them it may no longer know, and not where the others are', async () => {
    const contact = { id: 'nobody', externalId: '', erasedAt: '2030-01-01T12:00:00.000Z' }
    gateway.world.conversations = [
      aConversation('same'),
      aConversation('elsewhere', 'queued', { departmentId: 'support' }),
      aConversation('erased', 'closed', { departmentId: 'support', contact })
    ]
    const [client] = await enter(ana)
    const conversationIds = ['same', 'elsewhere', 'erased', 'removed']
    expect(await client.ask('gone', { conversationIds })).toEqual({ gone: ['erased', 'removed'] })
  })
})

describe('viewing and typing', () => {
  test('are shown to those who may see the conversation, and end with the connection', async () => {
    gateway.world.conversations = [aConversation('c6')]
    const [looking, colleague, stranger] = await enter(ana, rui, leo)
    expect(await looking.ask('preview.start', { conversationId: 'c6' })).toMatchObject({ agents: [{ id: 'ana' }] })
    await waitFor(() => colleague.all('preview').some(({ agents }) => agents[0]?.id === 'ana'))
    expect(await colleague.ask('typing', { conversationId: 'c6' })).toEqual({})
    await waitFor(() => looking.all('typing').length === 1)
    expect(looking.all('typing')).toMatchObject([{ conversationId: 'c6', agent: { id: 'rui' }, typing: true }])
    looking.socket.disconnect()
    await waitFor(() => colleague.all('preview').some(({ agents }) => agents.length === 0))
    expect(stranger.all('preview')).toEqual([])
    expect(await stranger.ask('preview.start', { conversationId: 'c6' })).toMatchObject({
      error: { code: 'not-found' }
    })
  })
})

describe('after a gap in the events', () => {
  test('every socket gets a new snapshot, and agents what became of them meanwhile', async () => {
    const max = anAgent('max', { departmentIds: ['support'] })
    const [one, moved] = await enter(ana, max)
    gateway.network.refuse()
    gateway.world.conversations = [aConversation('missed')]
    gateway.world.agents.push({ ...max, version: 2, departmentIds: ['sales'] })
    gateway.network.heal()
    await waitFor(() =>
      one
        .all('snapshot')
        .at(-1)!
        .tabs.queue.items.some(({ id }) => id === 'missed')
    )
    await gateway.publish(conversationQueued, 'c8', 1, { conversation: aConversation('c8'), transition: aStep() })
    await waitFor(() => seenBy(moved, 'c8').length === 1)
  })
})

describe('a changed agent', () => {
  test('moves to the rooms of the new departments, with a new snapshot', async () => {
    const eva = anAgent('eva', { departmentIds: ['support'] })
    const [client] = await enter(eva)
    await gateway.publish(agentChanged, 'eva', 2, { agent: { ...eva, version: 2, departmentIds: ['sales'] } })
    await waitFor(() => client.all('snapshot').length === 2)
    await gateway.publish(conversationQueued, 'c7', 1, { conversation: aConversation('c7'), transition: aStep() })
    await waitFor(() => seenBy(client, 'c7').length === 1)
    const [{ call } = {}] = gateway.owners.callsOf('listConversations').slice(-1)
    expect(call?.caller).toMatchObject({ id: 'eva', departmentIds: ['sales'] })
  })

  test('is disconnected once deactivated, and their token no longer admits them', async () => {
    const gone = anAgent('gone')
    const [client] = await enter(gone)
    await gateway.publish(agentChanged, 'gone', 2, { agent: { ...gone, version: 2, active: false } })
    await waitFor(() => client.socket.disconnected)
    expect((await gateway.call('GET', '/v1/me', { agent: gone })).status).toBe(401)
  })
})

describe('a sign-in that is over', () => {
  const zoe = anAgent('zoe')
  const until = () => new Date(Date.now() + 900_000).toISOString()
  const connect = async (claims: object) => {
    const token = await tokenOf(zoe, { claims })
    const client = gateway.connect(token)
    entered.push(client)
    await waitFor(() => client.all('snapshot').length > 0)
    return { token, client }
  }
  const statusOf = async (token: string, url = gateway.url) =>
    (await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
  const isRefused = (token: string, url = gateway.url) =>
    new Promise<string>(resolve => {
      const refused = gateway.connect(token, url)
      refused.socket.on('connect_error', error => resolve(error.message))
    })

  test('by signing out ends its sockets and calls at once, and nobody else’s', async () => {
    const [one, other] = [await connect({ signInId: 'one' }), await connect({ signInId: 'other' })]
    await gateway.publish(signInEnded, 'one', 2, { signInId: 'one', agentId: 'zoe', until: until() })
    await waitFor(() => one.client.socket.disconnected)
    expect([await statusOf(one.token), await statusOf(other.token)]).toEqual([401, 404])
    expect(await isRefused(one.token)).toBe('unauthenticated')
    expect(other.client.socket.connected).toBe(true)
  })

  test('by a new password ends all older sockets and calls at once', async () => {
    const older = await connect({ credentialsVersion: 4 })
    const newer = await connect({ credentialsVersion: 5 })
    await gateway.publish(agentChanged, 'zoe', 2, { agent: { ...zoe, version: 2, credentialsVersion: 5 } })
    await waitFor(() => older.client.socket.disconnected)
    expect([await statusOf(older.token), await statusOf(newer.token)]).toEqual([401, 404])
    expect(newer.client.socket.connected).toBe(true)
    expect(await newer.client.ask('authenticate', { token: older.token })).toMatchObject({
      error: { code: 'unauthenticated' }
    })
  })

  test('admits nobody at a gateway started later either', async () => {
    const flo = { ...anAgent('flo'), version: 3, credentialsVersion: 2 }
    gateway.world.agents.push(flo)
    gateway.world.endedSignIns.push({ signInId: 'over', agentId: 'flo', until: until() })
    await using another = await gateway.startAnother()
    const tokens = [{ credentialsVersion: 1 }, { credentialsVersion: 2, signInId: 'over' }, { credentialsVersion: 2 }]
    const statuses = tokens.map(async claims => statusOf(await tokenOf(flo, { claims }), another.url))
    expect(await Promise.all(statuses)).toEqual([401, 401, 200])
  })
})

describe('an expiring token', () => {
  test('ends the connection unless a fresh one arrives', async () => {
    const renewing = gateway.connect(await tokenOf(ana, { expiresInSeconds: 2 }))
    const idle = gateway.connect(await tokenOf(ana, { expiresInSeconds: 2 }))
    entered.push(renewing, idle)
    await waitFor(() => [renewing, idle].every(client => client.all('snapshot').length > 0))
    expect(await renewing.ask('authenticate', { token: await tokenOf(rui) })).toMatchObject({
      error: { code: 'unauthenticated' }
    })
    expect(await renewing.ask('authenticate', { token: await tokenOf(ana) })).toHaveProperty('expiresAt')
    await waitFor(() => idle.socket.disconnected)
    expect(renewing.socket.connected).toBe(true)
  })
})
