import { systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { createAttempts } from './attempt.ts'
import type { Delivery } from './delivery.ts'
import { createTargets } from './targets.ts'

const logger = createLogger('test', 'silent')
const delivery: Delivery<string> = {
  ...{ _id: 'd1', version: 1, outbox: [], target: 'shop', line: 'c1', payload: '', position: 1 },
  ...{ requestedAt: new Date(), until: new Date(Date.now() + 60_000), state: 'waiting', attempts: 0, dueAt: new Date() }
}

type Write = () => Promise<Delivery<string> | undefined>

/**
 * Attempts at a target with 20 in progress; one of them is at this delivery if it `waits`, and `next` waits for it.
 * `isBehind`: something else in its line is not over.
 */
function attemptsBy(write: Write, { waits = false, isBehind = false } = {}) {
  const targets = createTargets({ clock: systemClock, logger, random: () => 0.5 })
  const target = targets.of('shop')
  const [sent, stored, freed, read] = [[] as string[], [] as Delivery<string>[], [] as string[], [] as string[]]
  const isAlone = async ({ line }: Delivery<string>) => {
    read.push(line)
    return !isBehind
  }
  const insert = async (given: Delivery<string>) => {
    stored.push(given)
    return (await write()) !== undefined
  }
  const changed: Delivery<string>[] = []
  const commit = async (_: Delivery<string>, next: Delivery<string>) => {
    changed.push(next)
    return write()
  }
  const attempts = createAttempts<string>({
    ...{ targets, logger, clock: systemClock, random: () => 0.5, leaseMs: 60_000 },
    ...{ store: { commit, insert, isAlone }, commit, isIdempotent: () => true },
    signal: new AbortController().signal,
    send: async ({ _id }) => {
      sent.push(_id)
      return { kind: 'sent' }
    }
  })
  for (let n = waits ? 0 : 1; n < 20; n++) target.begin()
  const go = (line: string) => void freed.push(line)
  return { attempts, target, sent, stored, changed, freed, read, go }
}

const away: Write = () => Promise.reject(new Error('away'))
const otherwise: [string, Write][] = [
  ['somebody else is handling', async () => undefined],
  ['could not be stored', away]
]

test.each(otherwise)(
  'an attempt at what %s does not count: nothing is called, and its place goes to the next line',
  async (_, write) => {
    const { attempts, target, sent, freed, go } = attemptsBy(write, { waits: true })
    expect(target.admits('next', new Date())).toBe('later')
    await attempts.make(delivery, go).catch(() => undefined)
    expect([freed, sent]).toEqual([['next'], []])
    expect(target.admits('next', new Date())).toBe(true)
  }
)

test.each(otherwise)(
  'what is to leave at once and %s does not leave, and its place goes to the next line',
  async (_, write) => {
    const { attempts, target, freed, go } = attemptsBy(async () => {
      expect(target.admits('next', new Date())).toBe('later')
      return write()
    })
    expect(await attempts.store(delivery, go).catch(() => undefined)).toBeUndefined()
    expect(freed).toEqual(['next'])
    expect(target.admits('next', new Date())).toBe(true)
  }
)

test('what is first in its line is stored as begun, with its lease; if the line has another, it is stored as waiting after all', async () => {
  const first = attemptsBy(async () => delivery)
  expect(await first.attempts.store(delivery, first.go)).toEqual(first.stored[0])
  expect(first.stored).toMatchObject([{ state: 'sending', attempts: 1, version: 1 }])
  expect(first.stored[0]!.dueAt!.getTime()).toBeGreaterThan(Date.now() + 50_000)
  const behind = attemptsBy(async () => delivery, { isBehind: true })
  expect(await behind.attempts.store(delivery, behind.go)).toBeUndefined()
  expect(behind.stored).toMatchObject([{ state: 'sending' }])
  expect(behind.changed).toEqual([delivery])
  expect(behind.freed).toEqual([])
})

test('what is no longer of use, or is for a target that accepts nothing now, is stored as waiting, without a look at its line', async () => {
  const late = attemptsBy(async () => delivery)
  const over = { ...delivery, until: new Date(Date.now() - 1) }
  expect(await late.attempts.store(over, late.go)).toBeUndefined()
  const busy = attemptsBy(async () => delivery, { waits: true })
  expect(await busy.attempts.store(delivery, busy.go)).toBeUndefined()
  expect([late.stored, busy.stored]).toEqual([[over], [delivery]])
  expect([late.read, busy.read]).toEqual([[], []])
})
