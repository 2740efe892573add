import type { Socket } from 'socket.io-client'
import { holdCalls, letCallsGo, makeAgain, nameConnection, onAnswer } from '../api/reach.ts'
import { localNow } from '../state/server-clock.ts'
import { createBeatCalls } from './beat-calls.ts'
import { everyHalfSecond } from './every-half-second.ts'
import { onPageLifecycle } from './page-lifecycle.ts'
import { type Attempt, createReconnection } from './reconnection.ts'

interface Keeping {
  socket: Socket
  /** Called before each attempt. */
  prepare: () => Promise<void>
  /** Called when an attempt has taken too long. */
  gaveUp: () => void
  /** Called when calls begin or cease to be answered. */
  reachabilityChanged: () => void
}

/** The server pings every few seconds; after this long without hearing anything we take the network to be gone. */
export const SILENCE_MS = 7000
/** The same after something that may have cut the connection. */
const DOUBTFUL_SILENCE_MS = 4000
/** Ticks come twice a second; if none came for this long, the page or the machine was suspended. */
const STOOD_STILL_MS = 5000

/** Connects the socket, and reconnects it when lost; `Reconnection` alone decides when, how and for how long. */
export function keepConnected({ socket, prepare, gaveUp, reachabilityChanged }: Keeping) {
  const reconnection = createReconnection(localNow())
  let stopped = false
  let attempts = 0
  let reachable = false
  // replaced by the socket's id once there is one
  let id = crypto.getRandomValues(new Uint32Array(2)).join('-')

  const act = () => {
    if (stopped || socket.connected) return
    if (reachable !== reconnection.reachable()) {
      reachable = !reachable
      reachabilityChanged()
    }
    const { giveUp, attempt, beats: due } = reconnection.plan(localNow(), navigator.onLine)
    if (giveUp) {
      attempts += 1
      socket.disconnect()
      gaveUp()
    }
    if (attempt) void tryOnce(attempt)
    for (let n = 0; n < (due?.count ?? 0); n++) void beats.send(id, due!.patienceMs)
  }
  const tryOnce = async ({ transports }: Attempt) => {
    const mine = ++attempts
    await prepare()
    if (stopped || mine !== attempts) return
    socket.io.opts.transports = transports
    socket.connect()
  }
  const beats = createBeatCalls((how, tookMs) => {
    reconnection.beatEnded(localNow(), how, tookMs)
    act()
  })
  // calls waiting for responses to lost requests take connections from those that would be answered
  const endWhatHangs = () => {
    beats.endAll()
    makeAgain()
  }
  const silence = listenTo(socket)
  const woke = () => {
    if (silence.dropAfter(DOUBTFUL_SILENCE_MS)) holdCalls()
    nameConnection(id)
    if (socket.connected) return
    endWhatHangs()
    reconnection.woke(localNow())
    act()
  }
  let tickedAt = localNow()
  const tick = () => {
    const stoodMs = localNow() - tickedAt
    tickedAt += stoodMs
    if (stoodMs > STOOD_STILL_MS) woke()
    if (silence.dropAfter(SILENCE_MS)) holdCalls()
    act()
  }
  socket.on('connect', () => {
    id = socket.id ?? id
    nameConnection(id)
    reconnection.connected(localNow())
    letCallsGo()
    endWhatHangs()
  })
  socket.on('disconnect', () => {
    reconnection.lost(localNow(), silence.lasts(DOUBTFUL_SILENCE_MS))
    act()
  })
  const stops = [
    onPageLifecycle({ woke, offline: silence.drop, left: () => nameConnection(undefined) }),
    onAnswer(() => {
      if (socket.connected) return
      if (!reconnection.reachable()) endWhatHangs()
      reconnection.answered(localNow())
      act()
    }),
    everyHalfSecond(tick)
  ]
  act()
  return {
    /** An attempt has failed; `refused`: by the server itself. */
    failed(refused: boolean) {
      attempts += 1
      reconnection.failed(localNow(), refused ? 'refused' : 'no answer')
      act()
    },
    /** Whether calls are answered although there is no connection. */
    httpOnly: () => !socket.connected && reconnection.reachable(),
    stop() {
      stopped = true
      for (const stop of stops) stop()
      letCallsGo()
      beats.endAll()
      nameConnection(undefined)
    }
  }
}

/** A cut network closes nothing: without this the socket would look connected until the ping timeout. */
function listenTo(socket: Socket) {
  let heardAt = localNow()
  const heard = () => {
    heardAt = localNow()
  }
  socket.on('connect', heard)
  socket.io.on('ping', heard)
  socket.onAny(heard)
  const lasts = (mostMs: number) => localNow() - heardAt > mostMs
  /** Returns whether there was a connection to drop. */
  const drop = () => socket.connected && Boolean(socket.disconnect())
  return { lasts, drop, dropAfter: (mostMs: number) => lasts(mostMs) && drop() }
}
