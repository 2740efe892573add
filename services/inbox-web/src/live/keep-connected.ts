import type { Socket } from 'socket.io-client'
import { holdCalls, letCallsGo, makeAgain, nameConnection, onAnswer } from '../api/reach.ts'
import { localNow } from '../state/server-clock.ts'
import { createBeatCalls } from './beat-calls.ts'
import { everyHalfSecond } from './every-half-second.ts'
import { onPageLifecycle } from './page-lifecycle.ts'
import { type Attempt, createReconnection } from './reconnection.ts'

interface Keeping {
  socket: Socket
  /** Before each attempt. */
  prepare: () => Promise<void>
  /** An attempt has taken too long. */
  gaveUp: () => void
  /** Calls are answered now and were not before, or the other way round. */
  reachabilityChanged: () => void
}

/** The server pings every few seconds; this long without any, the network is taken to be gone. */
export const SILENCE_MS = 7000
/** After something that may have cut it a connection is held to be good only for so long. */
const DOUBTFUL_SILENCE_MS = 4000
/** Ticks come twice a second; where none came for so long, the page or the machine stood still. */
const STOOD_STILL_MS = 5000

/** Connects the socket, and again whenever it was lost: when, how and for how long is decided by `Reconnection` alone. */
export function keepConnected({ socket, prepare, gaveUp, reachabilityChanged }: Keeping) {
  const reconnection = createReconnection(localNow())
  let stopped = false
  let attempts = 0
  let reachable = false
  // until there is a socket, whose id it is then
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
  // what waits for answers to what was lost keeps connections from what would be answered
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

/** A cut network closes nothing: without this it would look connected until the ping timeout. */
function listenTo(socket: Socket) {
  let heardAt = localNow()
  const heard = () => {
    heardAt = localNow()
  }
  socket.on('connect', heard)
  socket.io.on('ping', heard)
  socket.onAny(heard)
  const lasts = (mostMs: number) => localNow() - heardAt > mostMs
  /** Answers whether there was something to drop. */
  const drop = () => socket.connected && Boolean(socket.disconnect())
  return { lasts, drop, dropAfter: (mostMs: number) => lasts(mostMs) && drop() }
}
