import { createHmac } from 'node:crypto'
import { accessTokenRules, type ConversationSummary } from '@inbox/contracts'
import type { System } from '@inbox/devstack'
import { type Recording, startJudgedSystem, startRecording, violationsOf } from '@inbox/history-checker'
import { ask, signIn } from '@inbox/simulators'
import { repetitions, seededRandom, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { io, type Socket } from 'socket.io-client'
import { endOfRun } from './end-of-run.ts'
import { formTeam, type Team } from './team.ts'

const MESSAGES = repetitions(200, 1000)
const AGENTS = 100
const AT_ONCE = 50
const TIMEOUT_MS = 180_000
const ACCESS_TOKEN_SECRET = 'known to this test: it signs a crowd in without its passwords'

let system: System
let recording: Recording
let team: Team
let queues: string[]
let ingests: string[]
const accepted = new Set<string>()
beforeAll(async () => {
  system = await startJudgedSystem(import.meta.url, { env: { ACCESS_TOKEN_SECRET } })
  const { urls, another } = system
  ingests = [urls['channel-ingest'], (await another('channel-ingest')).url]
  queues = [urls.queue, (await another('queue')).url, (await another('queue')).url]
  recording = await startRecording(system)
  team = await formTeam(system, { mode: 'manual', limits: [] })
}, 90_000)
afterAll(async () => {
  await team?.[Symbol.asyncDispose]()
  await system?.stop()
})

test(
  'I1, I8: hundreds of first messages of one new contact, duplicated and shuffled over two ingests and three queues, are one conversation with each once',
  () =>
    system.withLogs(() => {
      const random = seededRandom()
      return random.printSeedOnFailure(async () => {
        const contact = { id: 'somebody-new', name: 'Zoe' }
        const messages = Array.from({ length: MESSAGES }, (_, n) => ({
          ...{ messageId: `crowd-${n}`, contact, sentAt: new Date().toISOString() },
          content: { type: 'text', text: `message ${n}` }
        }))
        const waiting = random.shuffle([...messages, ...messages])
        const post = async () => {
          for (let message = waiting.pop(); message; message = waiting.pop()) {
            const url = `${random.pick(ingests)}/v1/messages`
            const { status, body } = await ask<{ id: string }>('POST', url, { token: team.apiKey, body: message })
            expect(status).toBe(202)
            accepted.add(body.id)
          }
        }
        await Promise.all(Array.from({ length: AT_ONCE }, post))
        expect(accepted.size).toBe(MESSAGES)
        const isWhole = (it: ConversationSummary) => it.contact.externalId === contact.id && it.unread === MESSAGES
        await team.supervisor.sees(isWhole, { timeoutMs: 60_000 })
        // what is stored is counted with a slight delay
        const everybody = async () => (await Promise.all(queues.map(messagesHandledBy))).every(count => count > 0)
        await waitFor(everybody, { describe: 'each of the queues to have handled some' })
      })
    }),
  TIMEOUT_MS
)

/** How many of queue's inbound messages this process handled. */
async function messagesHandledBy(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const counts = [...metrics.matchAll(/^broker_consumed_total\{[^}]*queue\.inbound[^}]*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}

test(
  'I2: of a hundred agents who accept at the same instant one wins, and 99 learn from a 409 who',
  () =>
    system.withLogs(async () => {
      const gateway = system.urls['inbox-gateway']
      await using crowd = await gatherCrowd(gateway)
      const contact = team.contact('wanted')
      await contact.writes('Hello')
      const { id } = await team.supervisor.sees(it => it.contact.externalId === contact.id && it.status === 'queued')
      const answers = await Promise.all(
        crowd.tokens.map(token =>
          ask<ConversationSummary & { code: string; current: ConversationSummary }>(
            'POST',
            `${gateway}/v1/conversations/${id}/accept`,
            { token }
          )
        )
      )
      const [winner, ...others] = answers.filter(({ status }) => status === 200)
      expect([winner?.body.status, others]).toEqual(['ongoing', []])
      const refused = answers.filter(answer => answer !== winner)
      expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
        new Set(['409 already-taken'])
      )
      expect(new Set(refused.map(({ body }) => body.current.agent?.id))).toEqual(new Set([winner!.body.agent!.id]))
    }),
  TIMEOUT_MS
)

/** A hundred agents in the team's department, connected and available. */
async function gatherCrowd(gateway: string): Promise<{ tokens: string[] } & AsyncDisposable> {
  await using admin = await signIn(gateway, system.demo.users.find(({ role }) => role === 'admin')!)
  const departmentIds = [team.departmentId]
  const register = async (_: unknown, n: number) => {
    const agent = { name: `Agent ${n}`, email: `crowd-${n}@team.example`, role: 'agent', departmentIds, limit: 1 }
    const { body } = await admin.post<{ id: string; version: number }>('/v1/agents', agent)
    return { id: body.id, token: tokenOf({ ...agent, id: body.id, version: body.version }) }
  }
  const agents = await Promise.all(Array.from({ length: AGENTS }, register))
  const sockets: Socket[] = agents.map(({ token }) =>
    io(gateway, { auth: { token }, transports: ['websocket'], forceNew: true })
  )
  for (const { token } of agents) await ask('PUT', `${gateway}/v1/me/status`, { token, body: { status: 'available' } })
  await waitFor(
    async () => {
      const monitor = await team.supervisor.get<{ agents: { id: string; link: string; status: string }[] }>(
        '/v1/monitor'
      )
      const there = monitor.body.agents.filter(({ link, status }) => link === 'connected' && status === 'available')
      return agents.every(({ id }) => there.some(agent => agent.id === id))
    },
    { timeoutMs: 60_000, describe: 'the crowd to be there' }
  )
  return {
    tokens: agents.map(({ token }) => token),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.disconnect()
    }
  }
}

/** A token like those that the directory signs. */
function tokenOf(agent: { id: string; name: string; role: string; departmentIds: string[]; version: number }): string {
  const { id: sub, name, role, departmentIds, version } = agent
  const { algorithm: alg, issuer: iss, audience: aud } = accessTokenRules
  const [iat, jti] = [Math.floor(Date.now() / 1000), sub]
  const claims = { sub, name, role, departmentIds, version, iss, aud, iat, jti, exp: iat + 600 }
  const signed = [{ alg, typ: 'JWT' }, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${signed}.${createHmac('sha256', ACCESS_TOKEN_SECRET).update(signed).digest('base64url')}`
}

test(
  'I1, I2, I3, I8, I11: everything done here preserved them',
  () =>
    system.withLogs(async () => {
      const history = await endOfRun(system, recording, {
        accepted: () => [...accepted, ...team.accepted],
        faults: false
      })
      expect(violationsOf(history)).toEqual([])
    }),
  TIMEOUT_MS
)
