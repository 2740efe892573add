import { hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ChannelAccount, Message, VisitorClientEvents, VisitorServerEvents } from '@inbox/contracts'
import { createAdmission, createServiceCallers, startHttpServer } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { fakeClock } from '@inbox/testing'
import { io } from 'socket.io-client'
import { createVisitorFiles, fileRoutes } from '../src/channels/webchat/files.ts'
import type { Inbox } from '../src/channels/webchat/inbox.ts'
import { createVisitorLimits } from '../src/channels/webchat/limits.ts'
import { startVisitorSockets } from '../src/channels/webchat/sockets.ts'
import { createVisitorTokens } from '../src/channels/webchat/visitor-token.ts'
import type { Ingest } from '../src/outbound/ingest.ts'

export const TOKEN_SECRET = 'visitor-token-secret-of-the-tests-123'
export const IDENTITY_KEY = 'known to the site and to us alone'
const silent = createLogger('tests', 'silent')
const NOW = new Date('2030-01-01T12:00:00.000Z')

const site = (id: string, settings: ChannelAccount['settings'] = {}): ChannelAccount => ({
  ...{ id, version: 1, kind: 'webchat', departmentId: 'sales', active: true, settings }
})

/** The part of the inbox that these tests need: it remembers what is written, by visitor. */
function rememberingInbox() {
  const written = new Map<string, string[]>()
  const chosen: string[] = []
  const keyOf = ({ channelId, id }: { channelId: string; id: string }) => `${channelId} ${id}`
  const messageOf = (words: string): Message => ({
    ...{ id: words, conversationId: 'c', direction: 'inbound', author: { kind: 'contact' } },
    ...{ content: { type: 'text', text: words }, sentAt: NOW.toISOString(), receivedAt: NOW.toISOString() }
  })
  const inbox: Inbox = {
    chatOf: async (visitor, _, choices) =>
      ok({
        attended: true,
        choices: choices.map(id => ({ id, name: id.toUpperCase(), attended: id === 'sales' })),
        messages: (written.get(keyOf(visitor)) ?? []).map(messageOf)
      }),
    before: async (visitor, before) => {
      const own = written.get(keyOf(visitor)) ?? []
      const older = own.slice(0, Math.max(0, own.indexOf(before)))
      return own.includes(before)
        ? ok({ messages: older.map(messageOf), ended: false, more: false })
        : reject('not-found', 'This visitor has no such message')
    },
    async write(visitor, { clientMessageId, content, departmentId }) {
      if (departmentId !== undefined) chosen.push(departmentId)
      const words = content.type === 'text' ? content.text : JSON.stringify(content)
      written.set(keyOf(visitor), [...(written.get(keyOf(visitor)) ?? []), words])
      return ok({ id: clientMessageId })
    },
    read: async () => ok(undefined),
    type: async () => ok(undefined),
    rate: async () => ok(undefined),
    leave: async () => ok(undefined)
  }
  return { inbox, chosen, written: () => [...written.values()].flat() }
}

/** Uploads, by the id they got. */
function rememberingMedia() {
  const uploaded = new Map<string, { name: string | undefined; text: string }>()
  const upload: Ingest['upload'] = async (_, { name, bytes: { content, mimeType, size = 0 } }) => {
    const id = `file-${uploaded.size + 1}`
    uploaded.set(id, { name, text: await text(content as Readable) })
    return ok({ id, mimeType, size, sha256: '', ...(name !== undefined && { name }) })
  }
  return { uploaded, upload }
}

interface Limits {
  connectionsPerAddress?: number
  connectionsPerSecond?: number
  messagesPerMinute?: number
  uploadsPerMinute?: number
}

const LARGEST_FILE = 1000

/** The visitors' sockets of two websites, in front of an inbox that remembers. */
export async function startSockets(given: Limits = {}) {
  const { connectionsPerAddress = 1000, connectionsPerSecond = 1000 } = given
  const limits = createVisitorLimits({ messagesPerMinute: 1000, uploadsPerMinute: 1000, ...given }, () => 0)
  await using stack = new AsyncDisposableStack()
  const accounts = new Map(
    [site('shop', { identityKey: IDENTITY_KEY }), site('help', { askDepartment: 'sales,support' })].map(each => [
      each.id,
      each
    ])
  )
  const tokens = createVisitorTokens(TOKEN_SECRET)
  const files = createVisitorFiles(TOKEN_SECRET)
  const { uploaded, upload } = rememberingMedia()
  const http = stack.use(
    await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', notReady: () => [], logger: silent, trustedProxies: ['loopback'] },
      routes: fileRoutes({
        ...{ tokens, files, limits, ingest: { upload }, largest: LARGEST_FILE },
        isWebchat: id => accounts.has(id)
      }),
      authenticate: createServiceCallers('service-token-secret-of-the-tests-123', 'required')
    })
  )
  const { inbox, chosen, written } = rememberingInbox()
  const clock = fakeClock(NOW)
  const nothing = async () => undefined
  stack.use(
    startVisitorSockets({
      ...{ http: http.server, inbox, clock, logger: silent, visits: { came: nothing, disconnected: nothing } },
      accounts: { get: id => accounts.get(id), ready: () => true },
      ...{ tokens, files, limits, largestFile: LARGEST_FILE },
      admission: createAdmission({
        ...{ welcome: () => true, addressOf: http.addressOf, otherOrigins: [] },
        ...{ connectionsPerAddress, connectionsPerSecond }
      })
    })
  )
  const kept = stack.move()
  return { url: http.url, chosen, written, uploaded, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

export interface Answer {
  id?: string
  token?: string
  error?: { code: string; detail: string }
}

interface Arrival {
  channelId?: unknown
  token?: unknown
  /** The address stated by a trusted proxy. */
  address?: string
  origin?: string
  transports?: ('websocket' | 'polling')[]
}

/** A visitor who may also send what the page in the frame never does. */
export function arrive(url: string, arrival: Arrival = {}) {
  const { channelId = 'shop', token, address = '192.0.2.1', origin, transports = ['websocket'] } = arrival
  const socket = io(`${url}/webchat`, {
    ...{ auth: { channelId, token }, forceNew: true, reconnection: false, transports },
    extraHeaders: { 'x-forwarded-for': address, ...(origin !== undefined && { origin }) }
  })
  const told = <Payload>(event: string) => new Promise<Payload>(resolve => socket.once(event, resolve))
  const welcome = told<VisitorServerEvents['welcome']>('welcome')
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

export const textMessage = (
  words: string,
  clientMessageId = hash('sha256', words)
): VisitorClientEvents['message'] => ({
  ...{ clientMessageId, content: { type: 'text', text: words } }
})
