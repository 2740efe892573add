import { Retryable } from '@inbox/kernel'
import { renderMetrics } from '@inbox/telemetry'
import { type Isolated, isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { isDuplicateKey } from '../src/index.ts'
import { openLedger } from './ledger.ts'

let stores: Isolated
beforeAll(async () => {
  stores = await isolate(import.meta.url)
})
afterAll(() => stores.remove())

const opened = async (
  name: string,
  publish: (published: { version: number }) => Promise<void> = async () => undefined
) => openLedger({ url: stores.mongodbUrl, database: `${stores.database}_${name}`, publish, recoverEveryMs: 50 })

describe('a conditional update', () => {
  it('accepts exactly one of two writers that start from the same version', async () => {
    await using ledger = await opened('race')
    await ledger.apply('a', 1)
    const before = (await ledger.aggregates.load('a'))!
    const write = (note: string) => ledger.aggregates.commit(before, { ...before, note }, [ledger.entryOf('a', 2, 1)])
    const outcomes = await Promise.all([write('first'), write('second')])
    expect(outcomes.filter(outcome => outcome === 'conflict')).toHaveLength(1)
    expect(await ledger.aggregates.load('a')).toMatchObject({ version: 2 })
  })

  it('accepts, of many at the same moment, those that start from the current version, and no other', async () => {
    await using ledger = await opened('many')
    const ids = ['a', 'b', 'c', 'd']
    await Promise.all(ids.map(id => ledger.apply(id, 1)))
    const before = await Promise.all(ids.map(async id => (await ledger.aggregates.load(id))!))
    await ledger.apply('b', 2)
    const outcomes = await Promise.all(
      before.map(each => ledger.aggregates.commit(each, { ...each, note: 'late' }, [ledger.entryOf(each._id, 2, 1)]))
    )
    expect(outcomes.map(outcome => outcome === 'conflict')).toEqual([false, true, false, false])
    expect(await ledger.aggregates.load('b')).toMatchObject({ version: 2, applied: 2 })
    expect(await ledger.aggregates.load('b')).not.toHaveProperty('note')
  })

  it('of a document that was deleted meanwhile accepts nothing, and restores nothing of it', async () => {
    await using ledger = await opened('deleted')
    await ledger.apply('a', 1)
    const before = (await ledger.aggregates.load('a'))!
    await ledger.collection.deleteOne({ _id: 'a' })
    expect(await ledger.aggregates.commit(before, { ...before, note: 'late' }, [])).toBe('conflict')
    expect(await ledger.collection.countDocuments({})).toBe(0)
  })

  it('that comes too late is an answer, not a failed database call', async () => {
    await using ledger = await opened('answers')
    await ledger.apply('a', 1)
    const before = (await ledger.aggregates.load('a'))!
    const failedCalls = async () => /^store_calls_failed_total.*mongodb.*$/m.exec((await renderMetrics()).body)?.[0]
    const failed = await failedCalls()
    await ledger.aggregates.commit(before, { ...before, note: 'first' }, [])
    expect(await ledger.aggregates.commit(before, { ...before, note: 'late' }, [])).toBe('conflict')
    expect(await failedCalls()).toBe(failed)
  })

  it('removes the fields that the next state no longer has', async () => {
    await using ledger = await opened('unset')
    await ledger.apply('a', 1)
    const before = (await ledger.aggregates.load('a'))!
    await ledger.aggregates.commit(before, { ...before, note: 'here' }, [])
    const noted = (await ledger.aggregates.load('a'))!
    const { note, ...without } = noted
    await ledger.aggregates.commit(noted, without as typeof noted, [])
    expect(note).toBe('here')
    expect(await ledger.aggregates.load('a')).not.toHaveProperty('note')
  })

  it('I3: is refused by a unique index over an array, whichever document holds the value', async () => {
    await using ledger = await opened('unique')
    await Promise.all([ledger.apply('a', 1), ledger.apply('b', 1)])
    const [a, b] = [(await ledger.aggregates.load('a'))!, (await ledger.aggregates.load('b'))!]
    await ledger.aggregates.commit(a, { ...a, holds: ['ana#0', 'rui#1'] }, [])
    const second = await ledger.aggregates.commit(b, { ...b, holds: ['rui#1'] }, []).catch((error: unknown) => error)
    expect(isDuplicateKey(second, 'holds')).toBe(true)
  })
})

describe('the outbox', () => {
  it('I11: publishes what the broker refused before what came after it, as soon as it accepts messages again', async () => {
    const published: number[] = []
    let down = true
    await using ledger = await opened('order', async ({ version }) => {
      if (down) throw new Retryable('the broker is away')
      published.push(version)
    })
    for (let n = 1; n <= 5; n++) await ledger.apply('a', n)
    expect(published).toEqual([])
    down = false
    await ledger.outbox.recover(0)
    await waitFor(async () => (await ledger.aggregates.load('a'))?.outbox.length === 0)
    expect([...new Set(published)]).toEqual([1, 2, 3, 4, 5])
  })

  it('I11: of two processes writing one document, an event is never published after the first of a later version', async () => {
    const published: number[] = []
    const slow = async ({ version }: { version: number }) => {
      await new Promise(resolve => setImmediate(resolve))
      published.push(version)
    }
    await using one = await opened('two', slow)
    await using two = await opened('two', slow)
    await one.apply('a', 1)
    await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 ? one : two).apply('a', i + 2)))
    await waitFor(async () => (await one.aggregates.load('a'))?.outbox.length === 0)
    const firsts = [...new Set(published)]
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b))
    expect(firsts).toHaveLength((await one.aggregates.load('a'))!.version)
  })
})
