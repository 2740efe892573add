import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationSummary, ServerEvents } from '@inbox/contracts'
import { startFaultProxy } from '@inbox/testing'
import { io, type Socket } from 'socket.io-client'
import { type Answer, ask } from './ask.ts'

/** An event received over the socket; `at` in ms of `performance.now()`. */
export type Heard = {
  [Name in keyof ServerEvents]: { event: Name; payload: ServerEvents[Name]; at: number }
}[keyof ServerEvents]

/** Somebody signed in at the gateway, with a socket over a network that can fail. Disposing closes the socket. */
export interface Agent extends AsyncDisposable {
  readonly id: string
  readonly name: string
  readonly token: string
  readonly socket: Socket
  /** Everything received over the socket, oldest first. */
  readonly heard: readonly Heard[]
  /** The newest version of every conversation that the socket reported. */
  readonly conversations: ReadonlyMap<string, ConversationSummary>
  get<Body>(path: string): Promise<Answer<Body>>
  post<Body = ConversationSummary>(path: string, body?: object): Promise<Answer<Body>>
  put<Body>(path: string, body: object): Promise<Answer<Body>>
  /** Resolves once the socket has reported a conversation that fits, even if it did so earlier. */
  sees(fits: (conversation: ConversationSummary) => unknown, options?: Patience): Promise<ConversationSummary>
  /** Resolves with the first such event since the beginning. */
  hears<Name extends keyof ServerEvents>(
    event: Name,
    fits?: (payload: ServerEvents[Name]) => unknown,
    options?: Patience
  ): Promise<Extract<Heard, { event: Name }>>
  /** Calls `listener` after every event. */
  onHeard(listener: () => void): void
  /** The network silently swallows everything from now on. */
  fallSilent(): void
  comeBack(): void
  signOut(): Promise<void>
}

interface Patience {
  timeoutMs?: number
  /** Names what it waits for in the error. */
  describe?: string
}

const EVENTS = [
  'snapshot',
  'conversation',
  'message',
  'message.changed',
  'offer',
  'offer.revoked',
  'presence',
  'moved',
  'preview',
  'typing',
  'contact.typing'
] as const satisfies (keyof ServerEvents)[]

async function untilAvailable<Body>(call: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await call()
    if (answer.status !== 503 || tries === 30) return answer
    await sleep(500)
  }
}

/** Signs in and connects; resolves once the first snapshot has arrived. */
export async function signIn(gatewayUrl: string, user: { email: string; password: string }): Promise<Agent> {
  const logIn = () =>
    ask<{ accessToken: string; agent: { id: string; name: string } }>('POST', `${gatewayUrl}/v1/auth/login`, {
      body: { email: user.email, password: user.password }
    })
  // retries as people would when asked to: services may still be starting
  const login = await untilAvailable(logIn)
  if (login.status !== 200) throw new Error(`${user.email} cannot sign in: ${JSON.stringify(login.body)}`)
  const { accessToken: token, agent } = login.body
  const network = await startFaultProxy(gatewayUrl)
  const socket = io(network.url, { auth: { token }, transports: ['websocket'], reconnectionDelayMax: 500 })
  const memory = remember(socket)
  const call =
    (method: string) =>
    <Body>(path: string, body?: object) =>
      ask<Body>(method, `${gatewayUrl}${path}`, { token, ...(body && { body }) })
  const close = async () => {
    socket.disconnect()
    await network[Symbol.asyncDispose]()
  }
  const person: Agent = {
    id: agent.id,
    name: agent.name,
    token,
    socket,
    ...memory,
    get: call('GET'),
    post: call('POST'),
    put: call('PUT'),
    fallSilent: network.stall,
    comeBack: network.heal,
    async signOut() {
      await ask('POST', `${gatewayUrl}/v1/auth/logout`, { token })
      await close()
    },
    [Symbol.asyncDispose]: close
  }
  await person.hears('snapshot', undefined, { timeoutMs: 20_000 })
  return person
}

/** Keeps what a socket reports, and wakes whoever waits for it. */
function remember(socket: Socket) {
  const heard: Heard[] = []
  const conversations = new Map<string, ConversationSummary>()
  const listeners = new Set<() => void>()
  const take = (conversation: ConversationSummary) => {
    const known = conversations.get(conversation.id)
    if (!known || known.version <= conversation.version) conversations.set(conversation.id, conversation)
  }
  for (const event of EVENTS)
    socket.on(event, payload => {
      const news = { event, payload, at: performance.now() } as Heard
      heard.push(news)
      if (news.event === 'conversation' || news.event === 'offer') take(news.payload)
      if (news.event === 'snapshot')
        Object.values(news.payload.tabs)
          .flatMap(({ items }) => items)
          .forEach(take)
      for (const listener of listeners) listener()
    })

  const until = async <Value>(
    look: () => Value | undefined,
    { timeoutMs = 10_000, describe = `${look}` }: Patience
  ) => {
    const { promise, resolve } = Promise.withResolvers<Value>()
    const listener = () => {
      const found = look()
      if (found !== undefined) resolve(found)
    }
    listeners.add(listener)
    listener()
    const patience = new AbortController()
    const late = sleep(timeoutMs, undefined, { signal: patience.signal }).then(() => {
      throw new Error(`waited ${timeoutMs} ms in vain for: ${describe}`)
    })
    try {
      return await Promise.race([promise, late])
    } finally {
      listeners.delete(listener)
      patience.abort()
      late.catch(() => {})
    }
  }
  return {
    heard,
    conversations,
    onHeard: (listener: () => void) => void listeners.add(listener),
    sees: (fits: (conversation: ConversationSummary) => unknown, options: Patience = {}) =>
      until(() => [...conversations.values()].find(fits), { describe: `a conversation: ${fits}`, ...options }),
    hears: <Name extends keyof ServerEvents>(
      event: Name,
      fits: (payload: ServerEvents[Name]) => unknown = () => true,
      options: Patience = {}
    ) =>
      until(
        () =>
          heard.find(
            (news): news is Extract<Heard, { event: Name }> =>
              news.event === event && !!fits(news.payload as ServerEvents[Name])
          ),
        { describe: `${event}: ${fits}`, ...options }
      )
  }
}
