import type { VisitorClientEvents, VisitorServerEvents } from '@inbox/contracts'
import { io, type Socket } from 'socket.io-client'
import type { TextStorage } from '../../embedding/storage.ts'
import type { Older } from '../state/chat.ts'

/** The server's acknowledgement. */
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
/** Shorter interruptions are not shown. */
const NOTICEABLE_MS = 1500
const REFUSED_MS = 5000

export interface Connection {
  socket: VisitorSocket
  /** Connects unless already begun. */
  begin(): void
  /** The token by which the server knows the visitor. */
  token(): string | undefined
  /** Resolves with undefined if there was no answer: the connection is gone, or the server takes too long. */
  call<Name extends keyof VisitorClientEvents>(name: Name, data: VisitorClientEvents[Name]): Promise<Answer | undefined>
}

interface ConnectionOptions {
  channelId: string
  storage: TextStorage
  onWelcome: (welcome: VisitorServerEvents['welcome']) => void
  onInterrupted: (how: 'interrupted' | 'refused') => void
  open?: (url: string, options: Parameters<typeof io>[1]) => VisitorSocket
}

/**
 * Once begun, stays connected to the server while the page lives, as the visitor named by an earlier connection's
 * token.
 */
export function openConnection(options: ConnectionOptions): Connection {
  const { channelId, storage, onWelcome, onInterrupted, open = io } = options
  let presented: string | undefined
  const socket: VisitorSocket = open(`${location.origin}/webchat`, {
    auth(give) {
      presented = storage.get(TOKEN)
      give({ channelId, ...(presented && { token: presented }) })
    },
    // first the one that needs no preceding requests; polling where a proxy blocks WebSockets
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelayMax: 5000,
    autoConnect: false
  })
  let begun = false
  const again = () => void (begun && socket.disconnect().connect())

  socket.on('welcome', welcome => {
    const stored = storage.get(TOKEN)
    // another tab became a visitor at the same moment: be the same one
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
    // the client itself retries only after network failures
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
  // the page, and so its connection, was suspended in the browser's back/forward cache
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
        // any event: Socket.IO's types want one in particular
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
