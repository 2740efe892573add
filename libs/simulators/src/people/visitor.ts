import type { VisitorClientEvents, VisitorServerEvents } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { io } from 'socket.io-client'

type Name = keyof VisitorServerEvents

export interface Visitor extends Disposable {
  /** The events they received, in order. */
  readonly told: readonly { event: Name; payload: never }[]
  /** Resolves with the first such event that `fits`, earlier ones included. */
  hears<Event extends Name>(
    event: Event,
    fits?: (payload: VisitorServerEvents[Event]) => boolean
  ): Promise<VisitorServerEvents[Event]>
  /** Calls `listener` with every message from now on. */
  onMessage(listener: (message: VisitorServerEvents['message']) => void): void
  /** Resolves with the code with which they were refused entry. */
  refused(): Promise<string>
  /** Resolves with the acknowledgement. */
  does<Event extends keyof VisitorClientEvents>(
    event: Event,
    payload: VisitorClientEvents[Event]
  ): Promise<{ id?: string; token?: string; error?: { code: string; detail: string } }>
}

const WAIT_MS = 20_000

/**
 * A visitor of the web chat `channelId`, who connects to channel-adapters at `url` like the page's frame does; `token`
 * comes from an earlier welcome.
 */
export function connectVisitor(url: string, channelId: string, token?: string): Visitor {
  const socket = io(`${url}/webchat`, { auth: { channelId, token }, forceNew: true, transports: ['websocket'] })
  const told: { event: Name; payload: never }[] = []
  socket.onAny((event: Name, payload: unknown) => told.push({ event, payload: payload as never }))
  return {
    told,
    hears: (event, fits = () => true) =>
      waitFor(() => told.find(each => each.event === event && fits(each.payload))?.payload, {
        describe: `a visitor to hear ${event}`,
        timeoutMs: WAIT_MS
      }),
    onMessage: listener => void socket.on('message', listener),
    refused: () =>
      new Promise(resolve =>
        socket.once('connect_error', error => resolve((error as { data?: { code: string } }).data!.code))
      ),
    does: (event, payload) => socket.timeout(WAIT_MS).emitWithAck(event, payload),
    [Symbol.dispose]: () => void socket.disconnect()
  }
}
