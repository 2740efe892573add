import { type Operation, operations } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import {
  parkedIn,
  type Recording,
  startBrokerWatch,
  startJudgedSystem,
  startRecording,
  violationsOf,
  type Watch
} from '@inbox/history-checker'
import { type Answer, ask, type Question, signIn } from '@inbox/simulators'
import { type FaultProxy, startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { io } from 'socket.io-client'
import { authorisation } from './doors/authorisation.ts'
import { endOfRun } from './end-of-run.ts'
import { publishRaw } from './publish-raw.ts'
import { formTeam, type Team } from './team.ts'

const SERVICE_TOKEN_SECRET = 'service-token-secret-of-the-doors-12345'
let broker: FaultProxy
let system: System
let team: Team
let watching: Watch
let recording: Recording
let adminToken: string
beforeAll(async () => {
  broker = await startFaultProxy(process.env.RABBITMQ_URL!)
  const env = { SERVICE_AUTH: 'required', SERVICE_TOKEN_SECRET }
  system = await startJudgedSystem(import.meta.url, { backing: { rabbitmqUrl: broker.url }, env })
  recording = await startRecording(system)
  team = await formTeam(system, { mode: 'manual', limits: [3] })
  const admin = await signIn(system.urls['inbox-gateway'], system.demo.users.find(it => it.role === 'admin')!)
  adminToken = admin.token
  await admin[Symbol.asyncDispose]()
  watching = await startBrokerWatch(system.stores, 'doors', [
    'channel-ingest.events',
    'queue.events',
    'directory.events'
  ])
}, 60_000)
afterAll(async () => {
  await team?.[Symbol.asyncDispose]()
  await system?.stop()
  await broker?.[Symbol.asyncDispose]()
})

interface Problem {
  code: string
  detail: string
  issues?: { path: string; message: string }[]
}

const doors = operations.filter(({ public: open, method, streamed }) => open && method !== 'get' && !streamed)

/** Calls an operation where the public reaches it, as an authorised caller. */
const knock = (operation: Operation, question: Question) => {
  const isIngest = operation.owner === 'channel-ingest'
  return ask<Problem>(
    operation.method.toUpperCase(),
    system.urls[isIngest ? 'channel-ingest' : 'inbox-gateway'] + operation.path.replaceAll(':id', 'nobody'),
    { token: isIngest ? team.apiKey : adminToken, ...question }
  )
}
const isProblem = ({ headers, body }: Answer<Problem>) =>
  headers.get('content-type')?.startsWith('application/problem+json') && Boolean(body.code && body.detail)

const message = (more: object = {}) => ({
  ...{ messageId: 'm-1', contact: { id: 'c-1' }, sentAt: new Date().toISOString() },
  ...{ content: { type: 'text', text: 'Hello' }, ...more }
})
const post = (body: unknown, question: Question = {}) =>
  ask<Problem>('POST', `${system.urls['channel-ingest']}/v1/messages`, { token: team.apiKey, body, ...question })

/** The status that each door returned, and the one that all should return. */
const knockAtAll = async (which: readonly Operation[], question: Question) =>
  Object.fromEntries(
    await Promise.all(
      which.map(async door => {
        const answer = await knock(door, question)
        return [door.id, isProblem(answer) ? answer.status : answer]
      })
    )
  )
const all = (which: readonly Operation[], status: number) => Object.fromEntries(which.map(({ id }) => [id, status]))

describe('every public entry point', () => {
  test('refuses what is not JSON, or does not say it is', async () => {
    expect(await knockAtAll(doors, { body: '{"a":' })).toEqual(all(doors, 400))
    expect(await knockAtAll(doors, { body: '{}', headers: { 'content-type': 'text/plain' } })).toEqual(all(doors, 415))
  })

  test('refuses fields it does not know, and names that would become prototypes', async () => {
    const takers = doors.filter(({ body }) => body.type !== 'undefined')
    for (const body of [{ surprise: true }, '{"__proto__":{"isAdmin":true}}', []])
      expect(await knockAtAll(takers, { body })).toEqual(all(takers, 400))
    const { body } = await knock(takers[0]!, { body: { surprise: true } })
    expect(body.issues!.map(({ path }) => path)).toEqual(expect.arrayContaining([expect.stringMatching(/^body/)]))
  })

  test('refuses operators instead of text', async () => {
    const login = doors.filter(({ id }) => id === 'login')
    expect(await knockAtAll(login, { body: { email: { $gt: '' }, password: { $gt: '' } } })).toEqual(all(login, 400))
    const acts = doors.filter(({ id }) => ['acceptConversation', 'declineOffer'].includes(id))
    expect(await knockAtAll(acts, { body: { offerId: { $ne: null } } })).toEqual(all(acts, 400))
  })

  test('is closed to callers without a valid token or key', async () => {
    const closed = doors.filter(({ audience }) => !audience.includes('anyone'))
    expect(await knockAtAll(closed, { token: 'nonsense', body: {} })).toEqual(all(closed, 401))
  })

  test('refuses a body that is too large', async () => {
    const tooLarge = JSON.stringify(message({ content: { type: 'text', text: 'x'.repeat(9_000_000) } }))
    expect((await post(tooLarge)).status).toBe(413)
    expect(
      (await knock(doors.find(({ id }) => id === 'createDepartment')!, { body: { name: 'x'.repeat(2_000_000) } }))
        .status
    ).toBe(413)
  })

  test('does not know what does not exist', async () => {
    const acts = ['acceptConversation', 'parkConversation', 'resumeConversation', 'closeConversation', 'markRead']
    for (const door of doors.filter(({ id }) => acts.includes(id)))
      expect((await knock(door, { body: {} })).status).toBe(404)
    const [agent] = team.agents
    for (const path of [
      'conversations/nobody',
      'conversations/nobody/messages',
      'departments/nobody',
      'channels/nobody',
      'nothing'
    ])
      expect((await agent!.get(`/v1/${path}`)).status).toBe(404)
  })

  test('is closed to a socket without a valid token', async () => {
    const socket = io(system.urls['inbox-gateway'], {
      auth: { token: { $ne: '' } },
      transports: ['websocket'],
      reconnection: false
    })
    const refusal = await new Promise<Error>(resolve => socket.on('connect_error', resolve))
    expect(refusal).toMatchObject({ message: 'unauthenticated', data: { code: 'unauthenticated' } })
    socket.disconnect()
  })
})

describe('ingest', () => {
  test.each([
    ['an operator instead of a text', message({ content: { type: 'text', text: { $gt: '' } } }), 'body.content.text'],
    ['an operator instead of an id', message({ messageId: { $ne: null } }), 'body.messageId'],
    ['an operator instead of a contact', message({ contact: { id: { $regex: '.*' } } }), 'body.contact.id'],
    ['a department that does not exist', message({ departmentId: 'nowhere' }), 'body.departmentId'],
    [
      'a text of more than 64 KiB',
      message({ content: { type: 'text', text: 'é'.repeat(40_000) } }),
      'body.content.text'
    ],
    ['an invalid time', message({ sentAt: 'yesterday' }), 'body.sentAt'],
    ['an unknown kind of content', message({ content: { type: 'virus' } }), 'body.content.type']
  ])('refuses %s and says where', async (_, body, path) => {
    const answer = await post(body)
    expect([answer.status, isProblem(answer)]).toEqual([400, true])
    expect(answer.body.issues!.map(issue => issue.path).join()).toContain(path)
  })

  test('judges each message of a batch on its own', async () => {
    const messages = [null, message({ sentAt: 1 }), 'text']
    const answer = await ask<{ results: { error?: Problem }[] }>(
      'POST',
      `${system.urls['channel-ingest']}/v1/messages/batch`,
      {
        ...{ token: team.apiKey, body: { messages } }
      }
    )
    expect(answer.status).toBe(202)
    expect(answer.body.results.map(({ error }) => error?.code)).toEqual(['malformed', 'malformed', 'malformed'])
  })
})

test('none of it was stored or published', async () => {
  // events about the team's arrival may still come
  const told = (await watching.read()).filter(({ type }) => type !== 'agent.updated')
  expect(told).toEqual([])
  expect((await team.supervisor.get('/v1/conversation-counts')).body).toEqual({
    queue: 0,
    ongoing: 0,
    myInbox: 0,
    inactives: 0,
    closed: 0
  })
  expect(await parkedIn(system.stores)).toEqual([])
})

describe('while the broker cannot confirm', () => {
  test.each([
    ['refuses connections', () => broker.refuse()],
    ['is frozen', () => broker.stall()]
  ])(
    'because it %s, ingest answers 503 with Retry-After, never 202; repeated afterwards, the message is stored once',
    (how, fail) =>
      system.withLogs(async () => {
        const contact = team.contact('Zoe')
        const same = { messageId: `${contact.id}-1` }
        fail()
        const refused = await contact.writes(how, same)
        expect(refused.status).toBe(503)
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
        broker.heal()
        await waitFor(async () => (await contact.writes(how, same)).status === 202, { timeoutMs: 20_000 })
        await contact.writes(how, same)
        const { id } = await team.supervisor.sees(it => it.contact.externalId === contact.id, { timeoutMs: 20_000 })
        await contact.writes('and one more')
        await team.supervisor.sees(it => it.id === id && it.lastMessage?.preview === 'and one more')
        const { items } = (
          await team.supervisor.get<{ items: { content: unknown }[] }>(`/v1/conversations/${id}/messages`)
        ).body
        expect(items.map(({ content }) => content)).toEqual([how, 'and one more'].map(text => ({ type: 'text', text })))
      })
  )
})

test('malformed messages on the broker are parked with the reason, and stop nothing else', () =>
  system.withLogs(async () => {
    const envelope = (type: string, data: unknown) =>
      JSON.stringify({
        ...{ id: `bad-${type}`, type, version: 1, occurredAt: new Date().toISOString(), correlationId: 'c' },
        ...{ causationId: null, key: 'k', data }
      })
    const bad = [
      ['channel-ingest.events', 'message.received', '{"id":', 'not JSON'],
      ['channel-ingest.events', 'message.received', '{"hello":"world"}', 'does not match its schema'],
      [
        'channel-ingest.events',
        'message.received',
        envelope('message.received', { messageId: { $gt: '' } }),
        'data.messageId'
      ],
      ['presence.events', 'presence.changed', envelope('presence.changed', { agentId: [] }), 'data.agentId'],
      ['queue.commands', 'offer', envelope('offer', {}), 'data.conversationId'],
      ['directory.events', 'directory.agent.changed', envelope('directory.agent.changed', null), 'data'],
      ['queue.events', 'conversation.queued', envelope('conversation.queued', {}), 'data.conversation']
    ] as const
    for (const [exchange, routingKey, body] of bad) await publishRaw(system.stores, exchange, { routingKey, body })
    await publishRaw(system.stores, 'channel-ingest.events', {
      ...{ routingKey: 'message.received', body: 'plain', contentType: 'text/plain' }
    })
    const parked = await waitFor(
      async () => {
        const found = await parkedIn(system.stores)
        const isThere = (body: string) => found.some(each => each.body === body)
        return [...bad.map(([, , body]) => body), 'plain'].every(isThere) && found
      },
      { timeoutMs: 30_000 }
    )
    for (const [, , body, reason] of bad) expect(parked.find(each => each.body === body)!.reason).toContain(reason)

    const contact = team.contact('Zoe')
    await contact.writes('Hello')
    const { id } = await team.agents[0]!.sees(it => it.contact.externalId === contact.id && it.status === 'queued')
    expect(await team.agents[0]!.post(`/v1/conversations/${id}/accept`)).toMatchObject({ status: 200 })
  }))

test('nothing that was refused left a trace in anything else', () =>
  system.withLogs(async () => {
    const history = await endOfRun(system, recording, { accepted: () => team.accepted, faults: true })
    const events = history.events.filter(({ id }) => !id.startsWith('bad-'))
    expect(violationsOf({ ...history, events, parked: [] })).toEqual([])
  }))

// last, as somebody is left waiting
describe('who may do what', () => authorisation(() => system, SERVICE_TOKEN_SECRET))
