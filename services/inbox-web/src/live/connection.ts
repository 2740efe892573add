import type { ClientEvents, ServerEvents } from '@inbox/contracts'
import { io, type Socket } from 'socket.io-client'
import { renew } from '../api/session.ts'
import { createStore, type Store } from '../state/store.ts'
import { keepConnected, SILENCE_MS } from './keep-connected.ts'
import { createSocketToken } from './socket-token.ts'

export type LinkState = 'connecting' | 'connected' | 'lost'
/** Why there is no connection, as far as known. */
export type Trouble = 'unreachable' | 'httpOnly' | 'tooMany' | 'signIn'

/** The socket to the gateway. It reconnects by itself, and then the client gets a new snapshot. */
export interface Connection {
  link: Store<LinkState>
  trouble: Store<Trouble>
  on<Name extends keyof ServerEvents>(event: Name, listener: (payload: ServerEvents[Name]) => void): () => void
  /** Resolves with the acknowledgement; rejects if none comes. */
  ask<Answer>(event: keyof ClientEvents, payload: ClientEvents[keyof ClientEvents]): Promise<Answer>
  close(): void
}

const ACK_MS = 10_000
/** A gateway being replaced sends its agents to another: whoever arrives within this time shows no interruption. */
const UNNOTICED_MS = 2000

type Refused = Error & { data?: { code?: string } }

export function connect(): Connection {
  const link = createStore<LinkState>('connecting')
  const trouble = createStore<Trouble>('unreachable')
  const socket: Socket = io({
    autoConnect: false,
    reconnection: false,
    tryAllTransports: false,
    // attempts are given up by `Reconnection`
    timeout: 60_000,
    // a request that is given up is not aborted, and would hold one of the browser's six connections until TCP gives up
    requestTimeout: SILENCE_MS,
    auth: tell => tell({ token: token.prepared() })
  })
  const token = createSocketToken(fresh => socket.connected && socket.emit('authenticate', { token: fresh }))
  let missed: ReturnType<typeof setTimeout> | undefined
  socket.on('connect', () => {
    clearTimeout(missed)
    missed = undefined
    link.set('connected')
  })
  // what the last attempt showed, while calls are answered
  let why: Trouble = 'unreachable'
  socket.on('disconnect', reason => {
    why = 'unreachable'
    trouble.set(why)
    missed ??= setTimeout(() => link.set('lost'), reason === 'transport close' ? UNNOTICED_MS : 0)
  })
  socket.on('connect_error', ({ data }: Refused) => {
    if (missed === undefined) link.set('lost')
    kept.failed(data !== undefined)
    if (!data) return failed()
    why = data.code === 'too-many-requests' ? 'tooMany' : 'signIn'
    trouble.set(why)
    if (why === 'tooMany') return
    // renewing the token shows whether anybody is still signed in
    renew().catch(() => undefined)
  })
  const tellTrouble = () => trouble.set(kept.httpOnly() ? why : 'unreachable')
  const failed = () => {
    why = 'httpOnly'
    tellTrouble()
  }
  const kept = keepConnected({ socket, prepare: token.prepare, gaveUp: failed, reachabilityChanged: tellTrouble })

  return {
    link,
    trouble,
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
      kept.stop()
      token.stop()
      socket.close()
    }
  }
}
