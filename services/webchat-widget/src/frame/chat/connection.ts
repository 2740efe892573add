import type { VisitorClientEvents, VisitorServerEvents } from '@inbox/contracts'
import { io, type Socket } from 'socket.io-client'
import type { TextStorage } from '../../embedding/storage.ts'
import type { Older } from '../state/chat.ts'

/** What the server acknowledges with. */
export interface Answer extends Partial<Older> {
  id?: string
  error?: { code: string; detail: string }
}

type ServerEvents = { [Name in keyof VisitorServerEvents]: (data: VisitorServerEvents[Name]) => void }
type ClientEvents = {
  [Name in keyof VisitorClientEvents]: (data: VisitorClientEvents[Name], answer: (answer?: Answer) => void) => void
}
export type VisitorSocket = Socket<ServerEvents, ClientEvents>

export const TOKEN = 'token'
const ANSWER_MS = 10_000
/** Shorter interruptions are nobody's business. */
const NOTICEABLE_MS = 1500
const REFUSED_MS = 5000

export interface Connection {
  socket: VisitorSocket
  /** Connects, if that is not done yet. */
  begin(): void
  /** By which the server knows the visitor. */
  token(): string | undefined
  /** Answers undefined where nobody has answered: the connection is gone, or the server takes too long. */
  call<Name extends keyof VisitorClientEvents>(name: Name, data: VisitorClientEvents[Name]): Promise<Answer | undefined>
}

interface ConnectionOptions {
  channelId: string
  storage: TextStorage
  onWelcome: (welcome: VisitorServerEvents['welcome']) => void
  onInterrupted: (how: 'interrupted' | 'refused') => void
  open?: (url: string, options: Parameters<typeof io>[1]) => VisitorSocket
}

/** Keeps a connection to the server from its begin for as long as the page lives, as the visitor whom the token of an earlier one names. */
export function openConnection(options: ConnectionOptions): Connection {
  const { channelId, storage, onWelcome, onInterrupted, open = io } = options
  let presented: string | undefined
  const socket: VisitorSocket = open(`${location.origin}/webchat`, {
    auth(give) {
      presented = storage.get(TOKEN)
      give({ channelId, ...(presented && { token: presented }) })
    },
    // first what needs no requests before it; where a proxy lets no WebSocket pass, requests
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelayMax: 5000,
    autoConnect: false
  })
  let begun = false
  const again = () => void (begun && socket.disconnect().connect())

  socket.on('welcome', welcome => {
    const stored = storage.get(TOKEN)
    // another tab has become a visitor at the same moment: be the same one
    if (!presented && stored && stored !== welcome.token) return again()
    presented = welcome.token
    storage.set(TOKEN, welcome.token)
    onWelcome(welcome)
  })
  let noticed: ReturnType<typeof setTimeout>
  const interrupted = (how: 'interrupted' | 'refused') => {
    clearTimeout(noticed)
    noticed = setTimeout(() => socket.connected || onInterrupted(how), NOTICEABLE_MS)
  }
  const retry = () => {
    // the client itself tries again only what has failed on the way
    if (!socket.active) setTimeout(() => socket.connect(), REFUSED_MS * (1 + Math.random()))
  }
  socket.on('disconnect', reason => {
    interrupted('interrupted')
    if (reason === 'io server disconnect') retry()
  })
  socket.on('connect_error', error => {
    const { data } = error as { data?: { code?: string } }
    interrupted(data?.code === 'not-found' ? 'refused' : 'interrupted')
    retry()
  })
  // the page was asleep in the cache of the browser, and so was its connection
  addEventListener('pageshow', ({ persisted }) => persisted && again())
  addEventListener('online', () => socket.connected || again())

  return {
    socket,
    token: () => presented,
    begin() {
      if (begun) return
      begun = true
      socket.connect()
    },
    call: async (name, data) => {
      if (!socket.connected) return undefined
      try {
        // of all events in one: the types of Socket.IO want one of them
        const waiting = socket.timeout(ANSWER_MS) as unknown as Calls
        return (await waiting.emitWithAck(name, data)) ?? {}
      } catch {
        return undefined
      }
    }
  }
}

interface Calls {
  emitWithAck(name: string, data: unknown): Promise<Answer | undefined>
}
