import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationSummary, Message } from '@inbox/contracts'
import { type System, startSystem } from '@inbox/devstack'
import { startRecording } from '@inbox/history-checker'
import { type CallbackServer, startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { assertUnbroken } from './assert-unbroken.ts'
import { call, connectSocket, signIn } from './clients.ts'
import { type Figure, ms, perSecond } from './figure.ts'
import { latencies } from './percentiles.ts'

const PASSWORD = 'a password for benches only'
const AGENTS = 10
const CONVERSATIONS = 50
const BURST = 300
const SECONDS = 15
const SHARE = 0.3

/** An agent's answer, and when it was due to be sent, in ms since the epoch. */
interface Reply {
  messageId: string
  conversationId: string
  dueAt: number
}

/**
 * G12: from an agent's answer to the call to the provider's test double, open loop at 30 % of the highest load of
 * answers.
 */
export async function reply(): Promise<Figure[]> {
  await using provider = await startCallbackServer()
  const calls = callsOf(provider)
  await using system = await startSystem('bench_reply', { env: { LOG_LEVEL: 'warn' } })
  const recording = await startRecording(system, [])
  const answer = await openConversations(system, provider.url)

  await drive(answer, 20, 3)
  const begun = performance.now()
  const burst = await Promise.all(Array.from({ length: BURST }, (_, n) => answer(n)))
  await waitFor(() => burst.every(({ messageId }) => calls.has(messageId)), { timeoutMs: 60_000 })
  const highest = BURST / ((performance.now() - begun) / 1000)

  const rate = highest * SHARE
  const replies = await drive(answer, rate, SECONDS)
  await waitFor(() => replies.every(({ messageId }) => calls.has(messageId)), { timeoutMs: 60_000 })
  await assertUnbroken(system, recording)
  assertInOrder(replies, calls)
  const taken = latencies()
  for (const { messageId, dueAt } of replies) taken.record(calls.get(messageId)! - dueAt)
  return [
    {
      goal: 'G12',
      what: 'an agent’s answer → call to the provider',
      measured: `p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`,
      target: 'p99 ≤ 60 ms',
      beside: `${perSecond(rate)} = 30 % of ${perSecond(highest)}, over ${CONVERSATIONS} conversations of ${AGENTS} agents, in order within each`
    }
  ]
}

function assertInOrder(replies: readonly Reply[], calls: ReadonlyMap<string, number>): void {
  const last = new Map<string, number>()
  for (const { conversationId, messageId } of replies) {
    const at = calls.get(messageId)!
    if (at < (last.get(conversationId) ?? 0)) throw new Error(`an answer of ${conversationId} overtook another`)
    last.set(conversationId, at)
  }
}

/** Ongoing conversations, with the agents who answer in them; the nth answer goes to them in turn. */
async function openConversations(
  { urls, demo }: System,
  callbackUrl: string
): Promise<(n: number, dueAt?: number) => Promise<Reply>> {
  const gateway = urls['inbox-gateway']
  const admin = demo.users.find(({ role }) => role === 'admin')!
  const token = await signIn(gateway, admin.email, admin.password)
  const department = await call<{ id: string }>('POST', `${gateway}/v1/departments`, token, {
    name: 'Bench answers',
    distribution: { mode: 'manual' }
  })
  const kind = { kind: 'api', name: 'Bench answers', departmentId: department.id, settings: { callbackUrl } }
  const channel = await call<{ id: string }>('POST', `${gateway}/v1/channels`, token, kind)
  const { apiKey } = await call<{ apiKey: string }>('POST', `${gateway}/v1/channels/${channel.id}/keys`, token, {})
  const tokens: string[] = []
  for (let n = 0; n < AGENTS; n++) {
    const email = `answers${n}@example.org`
    const fields = { name: `Bench ${n}`, email, password: PASSWORD, role: 'agent', limit: CONVERSATIONS }
    await call('POST', `${gateway}/v1/agents`, token, { ...fields, departmentIds: [department.id] })
    tokens.push(await signIn(gateway, email, PASSWORD))
    await connectSocket(gateway, tokens[n]!)
    await call('PUT', `${gateway}/v1/me/status`, tokens[n]!, { status: 'available' })
  }
  const messages = Array.from({ length: CONVERSATIONS }, (_, n) => ({
    messageId: `answers-${n}`,
    contact: { id: `answers-${n}`, name: 'Bench contact' },
    sentAt: new Date().toISOString(),
    content: { type: 'text', text: 'hello' }
  }))
  await call('POST', `${urls['channel-ingest']}/v1/messages/batch`, apiKey, { messages })
  const waiting = async () => {
    const address = `${gateway}/v1/conversations?tab=queue&departmentId=${department.id}&limit=200`
    return (await call<{ items: ConversationSummary[] }>('GET', address, token)).items
  }
  await waitFor(async () => (await waiting()).length === CONVERSATIONS)
  const owned = await Promise.all(
    (await waiting()).map(async ({ id }, n) => {
      await call('POST', `${gateway}/v1/conversations/${id}/accept`, tokens[n % AGENTS]!, {})
      return { id, token: tokens[n % AGENTS]! }
    })
  )
  let sent = 0
  return async (n, dueAt = now()) => {
    const { id, token: owner } = owned[n % CONVERSATIONS]!
    const body = { clientMessageId: `answer-${++sent}`, content: { type: 'text', text: 'an answer of a usual length' } }
    const message = await call<Message>('POST', `${gateway}/v1/conversations/${id}/messages`, owner, body)
    return { messageId: message.id, conversationId: id, dueAt }
  }
}

/** When the provider was called for each message, in ms since the epoch. */
function callsOf(provider: CallbackServer): ReadonlyMap<string, number> {
  const calls = new Map<string, number>()
  provider.answers(({ id }) => {
    if (!calls.has(id)) calls.set(id, now())
    return { status: 204 }
  })
  return calls
}

/** Answers `rate` times a second, regardless of progress. */
async function drive(answer: (n: number, dueAt: number) => Promise<Reply>, rate: number, seconds: number) {
  const replies: Promise<Reply>[] = []
  const begun = now()
  for (let n = 0; n < rate * seconds; n++) {
    const dueAt = begun + (n * 1000) / rate
    if (dueAt > now()) await sleep(dueAt - now())
    replies.push(answer(n, dueAt))
  }
  return Promise.all(replies)
}

const now = () => performance.timeOrigin + performance.now()
