import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Attempt, createReconnection } from './reconnection.ts'

/** How a network and a browser treat attempts and calls, at each half second. */
interface World {
  /** Whether anything gets through. */
  up(now: number): boolean
  /** Whether calls hang silently until the network is up; otherwise they fail at once. */
  silent: boolean
  online(now: number): boolean
  /** How long this browser delays a WebSocket. */
  heldBackMs: number
  polling: 'works' | 'refused'
  untilMs: number
  /** When one of the page's calls is answered, whatever else happens. */
  answeredAt?: number
  /** How many kept-alive HTTP connections are dead: the next calls use them, hang, and close them by timing out. */
  dead?: number
  /** Whether the connection was lost without notice. */
  silently?: boolean
}

const base: World = {
  up: () => true,
  silent: false,
  online: () => true,
  heldBackMs: 0,
  polling: 'works',
  untilMs: 100_000
}
const STEP_MS = 500
const ROUND_TRIP_MS = 100

/** When a connection lost at 0 is back, and what was tried until then. */
function comesBack(world: World, random: () => number, of = createReconnection(-10_000, random)) {
  const attempts: { at: number; attempt: Attempt }[] = []
  const beats: number[] = []
  const due: { at: number; done: () => void }[] = []
  let now = 0
  let ticked = false
  let running = 0
  let backAt: number | undefined
  let dead = world.dead ?? 0
  const goesToDead = () => dead > 0 && dead-- > 0
  const later = (ms: number, done: () => void) => due.push({ at: now + ms, done })
  const whenDone = (ms: number, did: (worked: boolean) => void) => {
    const worked = world.up(now)
    if (worked) later(ms, () => did(true))
    else if (!world.silent) later(20, () => did(false))
  }
  const attempt = ({ transports }: Attempt) => {
    const mine = ++running
    const byPolling = transports[0] === 'polling'
    if (byPolling && goesToDead()) return
    whenDone(byPolling ? ROUND_TRIP_MS * 2 : world.heldBackMs + ROUND_TRIP_MS, worked => {
      if (mine !== running) return
      if (worked && !(byPolling && world.polling === 'refused')) backAt = now
      else of.failed(now, 'no answer')
    })
  }
  of.connected(-10_000)
  of.lost(0, world.silently)
  if (world.answeredAt !== undefined) later(world.answeredAt, () => of.answered(now))
  for (; backAt === undefined && now < world.untilMs; now += 10) {
    for (const each of due.filter(({ at }) => at <= now)) {
      due.splice(due.indexOf(each), 1)
      each.done()
    }
    // the end of a call is handled at once, like a tick
    if (now % STEP_MS > 0 && !ticked) continue
    ticked = false
    const plan = of.plan(now, world.online(now))
    if (plan.giveUp) running += 1
    if (plan.attempt) {
      attempts.push({ at: now, attempt: plan.attempt })
      attempt(plan.attempt)
    }
    if (plan.beats) beats.push(now)
    for (let n = 0; n < (plan.beats?.count ?? 0); n++) {
      let ended = false
      const begunAt = now
      const end = (answered: boolean) => {
        if (ended) return
        ended = true
        of.beatEnded(now, answered ? 'answered' : 'failed', now - begunAt)
        if (answered) of.answered(now)
        ticked = true
      }
      later(plan.beats!.patienceMs, () => end(false))
      if (!goesToDead()) whenDone(ROUND_TRIP_MS, end)
    }
  }
  return { backAt: backAt ?? Number.POSITIVE_INFINITY, attempts, beats }
}

const chance = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 20, maxLength: 20 })
const randomFrom = (values: readonly number[]) => {
  let at = 0
  return () => values[at++ % values.length]!
}

describe('a lost connection', () => {
  test('is restored within 2.5 s of the network, however long it was away, silently or not, with WebSockets throttled or not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 60_000 }),
        fc.boolean(),
        fc.constantFrom(0, 1000, 5000),
        fc.integer({ min: 50, max: 2000 }),
        chance,
        (awayMs, silent, heldBackMs, answeredMs, values) => {
          const up = (now: number) => now >= awayMs
          const world = { ...base, silent, heldBackMs, up, answeredAt: awayMs + answeredMs }
          expect(comesBack(world, randomFrom(values)).backAt - awayMs).toBeLessThan(awayMs < 40_000 ? 2500 : 5000)
        }
      ),
      { numRuns: 500 }
    )
  })

  test('that the browser calls offline is not tried until a call is answered, and agents who are there say so', () => {
    const offline = { ...base, up: (now: number) => now >= 20_000, online: () => false }
    const { backAt, attempts, beats } = comesBack(offline, () => 0.5)
    expect(attempts.map(({ at }) => at).filter(at => at < 20_000)).toEqual([])
    expect(beats.length).toBeGreaterThan(15)
    expect(backAt - 20_000).toBeLessThan(2000)
  })

  test('makes few WebSockets fail while it is down, so that the browser need not delay the next one', () => {
    const { attempts } = comesBack({ ...base, up: now => now >= 40_000 }, () => 0)
    const webSockets = attempts.filter(({ attempt }) => attempt.transports[0] === 'websocket')
    // browsers pause for 2 ** failures / 65536 times 5 s
    expect(webSockets.length).toBeLessThan(10)
  })

  test('without a WebSocket within a second uses long-polling', () => {
    const { attempts } = comesBack({ ...base, heldBackMs: 5000 }, () => 0)
    expect(attempts.map(({ attempt }) => attempt.transports[0])).toEqual(['websocket', 'polling'])
    expect(attempts[1]!.at).toBeLessThanOrEqual(1000)
  })

  test('for which long-polling finds no way back to its gateway waits for the WebSocket, and the agent counts as present', () => {
    const { backAt, beats } = comesBack({ ...base, heldBackMs: 5000, polling: 'refused' }, () => 0)
    expect(backAt).toBeLessThan(10_000)
    const gaps = beats.map((at, n) => at - (beats[n - 1] ?? 0))
    // one proof of life counts for 3 s
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2500)
  })

  test('keeps calling for as long as only calls work: offers are loaded by them', () => {
    const { beats } = comesBack({ ...base, heldBackMs: 60_000, polling: 'refused', untilMs: 300_000 }, () => 0)
    expect(beats.at(-1)!).toBeGreaterThan(295_000)
  })
})

test.each([
  ['hangs', () => undefined],
  ['fails', (of: ReturnType<typeof createReconnection>) => of.failed(30_300, 'no answer')]
])('an attempt begun just before the network was back delays nothing: it %s', (_, goesOn) => {
  const of = createReconnection(0, () => 0.9)
  of.connected(0)
  of.lost(10_000)
  for (let now = 10_000; now < 30_000; now += 500) {
    const { attempt, beats } = of.plan(now, true)
    if (attempt) of.failed(now, 'no answer')
    for (let n = 0; n < (beats?.count ?? 0); n++) of.beatEnded(now, 'failed', 0)
  }
  of.woke(29_900)
  expect(of.plan(30_000, true).attempt).toBeDefined()
  of.answered(30_200)
  goesOn(of)
  const again = [30_300, 30_500, 31_000].map(now => of.plan(now, true)).find(({ attempt }) => attempt)
  expect(again?.attempt?.transports[0]).toBe('polling')
})

test('hanging calls, and one that is given more time than the others, do not delay the next one', () => {
  const of = createReconnection(0, () => 0)
  of.connected(0)
  of.lost(10_000)
  let hanging: number[] = []
  const begun: number[] = []
  for (let now = 10_000; now < 40_000; now += 500) {
    // deadlines expire just after the tick that started them
    for (const _ of hanging.filter(until => until < now)) of.beatEnded(now, 'failed', 2000)
    hanging = hanging.filter(until => until >= now)
    const { beats } = of.plan(now, true)
    if (!beats) continue
    begun.push(now)
    for (let n = 0; n < beats.count; n++) hanging.push(now + beats.patienceMs)
  }
  const gaps = begun.slice(1).map((at, n) => at - begun[n]!)
  expect(Math.max(...gaps)).toBe(1000)
})

test.each([
  ['the network failed silently', true],
  ['the first call hangs', false]
])('however many dead connections a browser kept, one is restored within 2 s when %s', (_, silently) => {
  for (let dead = 0; dead <= 6; dead++)
    for (const heldBackMs of [1000, 5000]) {
      const world = { ...base, silent: true, dead, heldBackMs, silently }
      expect(comesBack(world, () => 0.9).backAt).toBeLessThan(2000)
    }
})

test('calls replace possibly dead connections only if one hangs: clients released by a gateway make a single call', () => {
  const of = createReconnection(0, () => 0)
  of.connected(0)
  of.lost(10_000)
  expect(of.plan(10_000, true).beats?.count).toBe(1)
  of.beatEnded(10_050, 'failed', 50)
  expect(of.plan(10_500, true).beats?.count).toBe(1)
})

describe('an attempt by long-polling that hangs although calls are answered', () => {
  const hanging = () => {
    const of = createReconnection(0, () => 0)
    of.connected(0)
    of.lost(10_000)
    of.plan(10_000, true)
    of.failed(10_000, 'no answer')
    of.plan(11_000, true)
    return of
  }
  const triedAgain = (of: ReturnType<typeof createReconnection>, roundTripMs: number) => {
    of.beatEnded(11_100, 'answered', roundTripMs)
    of.answered(11_100)
    const tried: number[] = []
    for (let now = 11_100; now < 30_000; now += 100) {
      const { attempt, beats } = of.plan(now, true)
      if (attempt?.transports[0] === 'polling') tried.push(now)
      for (let n = 0; n < (beats?.count ?? 0); n++) of.beatEnded(now, 'answered', roundTripMs)
    }
    return tried
  }

  test('is repeated a second later, and not for ever', () => {
    const [first, second, ...more] = triedAgain(hanging(), 100)
    expect(second! - first!).toBeLessThan(2000)
    expect(more.length).toBeLessThan(3)
  })

  test('is given its time if everything takes long', () => {
    const [first, second] = triedAgain(hanging(), 1500)
    expect(second! - first!).toBeGreaterThan(7000)
  })
})

test('a call that is no longer awaited says nothing about the network', () => {
  const of = createReconnection(0, () => 0)
  of.connected(0)
  of.lost(10_000)
  of.plan(10_000, true)
  of.plan(11_000, true)
  of.answered(11_100)
  of.beatEnded(11_100, 'answered', 100)
  of.beatEnded(11_100, 'dropped', 1100)
  expect(of.reachable()).toBe(true)
})

test('a refused connection is retried after a growing pause, not at once when calls are answered', () => {
  const of = createReconnection(0, () => 0)
  const pauses: number[] = []
  let refusedAt = 0
  for (let now = 0; pauses.length < 6; now += 10) {
    if (now % 1000 === 0) of.answered(now)
    if (!of.plan(now, true).attempt) continue
    pauses.push(now - refusedAt)
    refusedAt = now
    of.failed(now, 'refused')
  }
  expect(pauses[0]).toBe(0)
  expect(pauses[1]).toBeGreaterThanOrEqual(250)
  expect(pauses.slice(2)).toEqual([500, 1000, 2000, 4000])
})

test('one that is closed as soon as it is open is treated the same', () => {
  const of = createReconnection(0, () => 0)
  const attempts: number[] = []
  for (let now = 0; now < 60_000; now += 10) {
    if (!of.plan(now, true).attempt) continue
    attempts.push(now)
    of.connected(now)
    of.lost(now)
  }
  expect(attempts.length).toBeLessThan(20)
})

test('a page that wakes restarts at once, and lets an attempt that has just begun continue', () => {
  const of = createReconnection(0, () => 0)
  of.connected(0)
  of.lost(10_000)
  expect(of.plan(10_000, true).attempt).toBeDefined()
  of.woke(10_100)
  expect(of.plan(10_100, true).giveUp).toBeUndefined()
  for (let now = 10_200; now < 30_000; now += 100) if (of.plan(now, true).beats) of.beatEnded(now, 'failed', 0)
  of.woke(31_000)
  const { giveUp, attempt, beats } = of.plan(31_000, true)
  expect([giveUp, attempt?.transports[0], beats === undefined]).toEqual([true, 'polling', false])
})

test('a call that hung and was aborted is repeated at once, one that failed at once is not', () => {
  const of = createReconnection(0, () => 0)
  of.connected(0)
  of.lost(10_000)
  expect(of.plan(10_000, true).beats).toBeDefined()
  of.beatEnded(10_300, 'failed', 300)
  expect(of.plan(10_300, true).beats).toBeUndefined()
  expect(of.plan(11_000, true).beats).toBeDefined()
  of.beatEnded(11_400, 'cut', 400)
  expect(of.plan(11_400, true).beats).toBeDefined()
})
