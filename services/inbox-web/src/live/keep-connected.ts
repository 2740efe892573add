import type { Socket } from 'socket.io-client'
import { nameConnection, onAnswer, readAgain } from '../api/reach.ts'
import { localNow } from '../state/server-clock.ts'
import { onAwakening } from './awakening.ts'
import { type Attempt, comeback } from './comeback.ts'
import { everyHalfSecond } from './metronome.ts'
import { thereCalls } from './there-calls.ts'

interface Keeping {
  socket: Socket
  /** Before each attempt. */
  prepare: () => Promise<void>
  /** An attempt has taken too long. */
  gaveUp: () => void
}

/** The server pings every few seconds; this long without any, the network is taken to be gone. */
const SILENCE_MS = 7000
/** After something that may have cut it a connection is held to be good only for so long. */
const DOUBTFUL_SILENCE_MS = 4000
/** Ticks come twice a second; where none came for so long, the page or the machine stood still. */
const STOOD_STILL_MS = 5000

/** Connects the socket, and again whenever it was lost: when, how and for how long is decided by `comeback` alone. */
export function keepConnected({ socket, prepare, gaveUp }: Keeping) {
  const way = comeback(localNow())
  let stopped = false
  let attempts = 0
  // until there is a socket, whose id it is then
  let id = crypto.getRandomValues(new Uint32Array(2)).join('-')

  const act = () => {
    if (stopped || socket.connected) return
    const { giveUp, attempt, beat } = way.plan(localNow(), navigator.onLine)
    if (giveUp) {
      attempts += 1
      socket.disconnect()
      gaveUp()
    }
    if (attempt) void tryOnce(attempt)
    if (beat) void there.say(id, beat.patienceMs)
  }
  const tryOnce = async ({ transports }: Attempt) => {
    const mine = ++attempts
    await prepare()
    if (stopped || mine !== attempts) return
    socket.io.opts.transports = transports
    socket.connect()
  }
  const there = thereCalls(how => {
    way.beatEnded(localNow(), how)
    act()
  })
  // what waits for answers to what was lost keeps connections from what would be answered
  const endWhatHangs = () => {
    there.endAll()
    readAgain()
  }
  const silence = listenTo(socket)
  const woke = () => {
    silence.dropAfter(DOUBTFUL_SILENCE_MS)
    nameConnection(id)
    if (socket.connected) return
    endWhatHangs()
    way.woke(localNow())
    act()
  }
  let tickedAt = localNow()
  const tick = () => {
    const stoodMs = localNow() - tickedAt
    tickedAt += stoodMs
    if (stoodMs > STOOD_STILL_MS) woke()
    silence.dropAfter(SILENCE_MS)
    act()
  }
  socket.on('connect', () => {
    id = socket.id ?? id
    nameConnection(id)
    way.connected(localNow())
    there.endAll()
  })
  socket.on('disconnect', () => {
    way.lost(localNow())
    act()
  })
  const stops = [
    onAwakening({ woke, offline: silence.drop, left: () => nameConnection(undefined) }),
    onAnswer(() => {
      if (socket.connected) return
      if (!way.reachable()) endWhatHangs()
      way.answered(localNow())
      act()
    }),
    everyHalfSecond(tick)
  ]
  act()
  return {
    /** An attempt has failed; `refused`: by the server itself. */
    failed(refused: boolean) {
      attempts += 1
      way.failed(localNow(), refused ? 'refused' : 'no answer')
      act()
    },
    /** Whether calls are answered although there is no connection. */
    onlyCalls: () => !socket.connected && way.reachable(),
    stop() {
      stopped = true
      for (const stop of stops) stop()
      there.endAll()
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
  const drop = () => socket.connected && socket.disconnect()
  return { drop, dropAfter: (mostMs: number) => localNow() - heardAt > mostMs && drop() }
}
