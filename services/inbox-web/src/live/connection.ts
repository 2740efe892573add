import type { ClientEvents, ServerEvents } from '@inbox/contracts'
import { io, type Socket } from 'socket.io-client'
import { freshToken, type Session, session } from '../api/session.ts'
import { createStore, type Store } from '../state/store.ts'

export type LinkState = 'connecting' | 'connected' | 'lost'

/** The socket to the gateway; it comes back by itself, and whoever it was before gets a snapshot again. */
export interface Connection {
  link: Store<LinkState>
  on<Name extends keyof ServerEvents>(event: Name, listener: (payload: ServerEvents[Name]) => void): () => void
  /** Resolves with the acknowledgement; rejects if none comes. */
  ask<Answer>(event: keyof ClientEvents, payload: ClientEvents[keyof ClientEvents]): Promise<Answer>
  close(): void
}

const ACK_MS = 10_000
/** A gateway that is replaced sends its agents to another: who is there within this time was never away. */
const UNNOTICED_MS = 2000
/** The server pings every few seconds; this long without any, the network is taken to be gone. */
const SILENCE_MS = 7_000

export function connect(): Connection {
  const link = createStore<LinkState>('connecting')
  const socket: Socket = io({
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    // a network that is back is used within about a second: of the 30 that an agent may be away, none is wasted
    timeout: 2500,
    reconnectionDelay: 300,
    reconnectionDelayMax: 1000,
    auth: answer => void tokenFor(answer)
  })
  const watchdog = watchSilence(socket)
  let missed: ReturnType<typeof setTimeout> | undefined
  socket.on('connect', () => {
    clearTimeout(missed)
    missed = undefined
    link.set('connected')
  })
  socket.on('disconnect', reason => {
    missed ??= setTimeout(() => link.set('lost'), reason === 'transport close' ? UNNOTICED_MS : 0)
    // a closed session ends the socket for good; a renewed one may open it again
    if (reason === 'io server disconnect') socket.connect()
  })
  socket.on('connect_error', () => {
    if (missed === undefined) link.set('lost')
  })
  const stopRenewing = renewOn(socket)
  const offline = () => socket.io.engine?.close()
  window.addEventListener('offline', offline)
  // back at once, not when the next try would be due
  const online = () => {
    if (!socket.connected) socket.disconnect().connect()
  }
  window.addEventListener('online', online)

  return {
    link,
    on(event, listener) {
      socket.on(event as string, listener)
      return () => socket.off(event as string, listener)
    },
    async ask<Answer>(event: keyof ClientEvents, payload: object): Promise<Answer> {
      const answer: Answer & { error?: { code: string; detail: string } } = await socket
        .timeout(ACK_MS)
        .emitWithAck(event, payload)
      if (answer.error) throw new Error(answer.error.detail)
      return answer
    },
    close() {
      clearTimeout(missed)
      watchdog()
      stopRenewing()
      window.removeEventListener('offline', offline)
      window.removeEventListener('online', online)
      socket.close()
    }
  }
}

async function tokenFor(answer: (auth: object) => void): Promise<void> {
  const token = await freshToken().catch(() => undefined)
  answer({ token })
}

/** A cut network closes nothing: without this it would look connected until the ping timeout. */
function watchSilence(socket: Socket): () => void {
  let heardAt = Date.now()
  const heard = () => {
    heardAt = Date.now()
  }
  socket.io.on('open', heard)
  socket.io.on('ping', heard)
  socket.onAny(heard)
  const timer = setInterval(() => {
    if (socket.connected && Date.now() - heardAt > SILENCE_MS) socket.io.engine?.close()
  }, 1000)
  return () => clearInterval(timer)
}

/** Tells the server of every new token, some time before the old one ends. */
function renewOn(socket: Socket): () => void {
  let told = tokenOf(session.get())
  const stop = session.subscribe(() => {
    const token = tokenOf(session.get())
    if (token === undefined || token === told) return
    told = token
    if (socket.connected) socket.emit('authenticate', { token })
  })
  const timer = setInterval(() => void freshToken().catch(() => undefined), 20_000)
  return () => {
    stop()
    clearInterval(timer)
  }
}

const tokenOf = (current: Session) => (typeof current === 'string' ? undefined : current.accessToken)
