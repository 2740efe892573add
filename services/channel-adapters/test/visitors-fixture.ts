import { hash } from 'node:crypto'
import type { ChannelAccount, Message, VisitorClientEvents } from '@inbox/contracts'
import { createAdmission, createServiceCallers, startHttpServer } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { fakeClock } from '@inbox/testing'
import { io } from 'socket.io-client'
import type { Inbox } from '../src/channels/webchat/inbox.ts'
import { startVisitorSockets } from '../src/channels/webchat/sockets.ts'
import { createVisitorTokens } from '../src/channels/webchat/visitor-token.ts'

export const TOKEN_SECRET = 'visitor-token-secret-of-the-tests-123'
export const IDENTITY_KEY = 'known to the site and to us alone'
const silent = createLogger('tests', 'silent')
const NOW = new Date('2030-01-01T12:00:00.000Z')

const site = (id: string, settings: ChannelAccount['settings'] = {}): ChannelAccount => ({
  ...{ id, version: 1, kind: 'webchat', departmentId: 'sales', active: true, settings }
})

/** The inbox as these tests need it: it keeps what is written, by visitor. */
function rememberingInbox() {
  const written = new Map<string, string[]>()
  const keyOf = ({ channelId, id }: { channelId: string; id: string }) => `${channelId} ${id}`
  const messageOf = (text: string): Message => ({
    ...{ id: text, conversationId: 'c', direction: 'inbound', author: { kind: 'contact' } },
    ...{ content: { type: 'text', text }, sentAt: NOW.toISOString(), receivedAt: NOW.toISOString() }
  })
  const inbox: Inbox = {
    chatOf: async visitor => ok({ attended: true, messages: (written.get(keyOf(visitor)) ?? []).map(messageOf) }),
    async write(visitor, clientMessageId, content) {
      const text = content.type === 'text' ? content.text : content.type
      written.set(keyOf(visitor), [...(written.get(keyOf(visitor)) ?? []), text])
      return ok({ id: clientMessageId })
    },
    read: async () => ok(undefined),
    type: async () => ok(undefined),
    leave: async () => ok(undefined)
  }
  return { inbox, written: () => [...written.values()].flat() }
}

interface Limits {
  connectionsPerAddress?: number
  connectionsPerSecond?: number
}

/** The sockets of visitors of two websites, before an inbox that remembers. */
export async function startSockets({ connectionsPerAddress = 1000, connectionsPerSecond = 1000 }: Limits = {}) {
  await using stack = new AsyncDisposableStack()
  const accounts = new Map([site('shop', { identityKey: IDENTITY_KEY }), site('help')].map(each => [each.id, each]))
  const http = stack.use(
    await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', routes: [], notReady: () => [], logger: silent, trustedProxies: ['loopback'] },
      authenticate: createServiceCallers('service-token-secret-of-the-tests-123', 'required')
    })
  )
  const { inbox, written } = rememberingInbox()
  const clock = fakeClock(NOW)
  const nothing = async () => undefined
  stack.use(
    startVisitorSockets({
      ...{ http: http.server, inbox, clock, logger: silent, visits: { came: nothing, disconnected: nothing } },
      accounts: { get: id => accounts.get(id), ready: () => true },
      tokens: createVisitorTokens(TOKEN_SECRET),
      admission: createAdmission({
        ...{ welcome: () => true, addressOf: http.addressOf, otherOrigins: [] },
        ...{ connectionsPerAddress, connectionsPerSecond }
      })
    })
  )
  const kept = stack.move()
  return { url: http.url, written, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

export interface Answer {
  id?: string
  token?: string
  error?: { code: string; detail: string }
}

interface Arrival {
  channelId?: unknown
  token?: unknown
  /** As a trusted proxy says. */
  address?: string
  origin?: string
  transports?: ('websocket' | 'polling')[]
}

/** A visitor who may send what the page in the frame never does. */
export function arrive(url: string, arrival: Arrival = {}) {
  const { channelId = 'shop', token, address = '192.0.2.1', origin, transports = ['websocket'] } = arrival
  const socket = io(`${url}/webchat`, {
    ...{ auth: { channelId, token }, forceNew: true, reconnection: false, transports },
    extraHeaders: { 'x-forwarded-for': address, ...(origin !== undefined && { origin }) }
  })
  const told = <Payload>(event: string) => new Promise<Payload>(resolve => socket.once(event, resolve))
  const welcome = told<{ token: string; visitorId: string }>('welcome')
  const history = told<{ messages: { content: { text: string } }[] }>('history')
  const refused = told<Error & { data?: { code: string; detail: string } }>('connect_error')
  const gone = told<string>('disconnect')
  return {
    ...{ socket, welcome, history, refused, gone },
    does: (event: string, ...payload: unknown[]): Promise<Answer> =>
      socket.timeout(20_000).emitWithAck(event, ...payload) as Promise<Answer>,
    [Symbol.dispose]: () => void socket.disconnect()
  }
}

export const textMessage = (text: string, clientMessageId = hash('sha256', text)): VisitorClientEvents['message'] => ({
  ...{ clientMessageId, content: { type: 'text', text } }
})
