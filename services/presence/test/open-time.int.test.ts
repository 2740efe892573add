import { removeKeys, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { beat, openStore, sleep, TIMES } from './fixture.ts'

const { timeoutMs, batchMs, pingMs } = TIMES
/** Longer than two batch intervals: a blackout. */
const BLACKOUT_MS = 3 * batchMs
let store: Awaited<ReturnType<typeof openStore>>
beforeAll(async () => {
  store = await openStore(import.meta.url)
})
afterAll(() => store[Symbol.asyncDispose]())

const aliveUntil = async (agentId: string) =>
  Date.parse((await store.presences.read([agentId]))[0]!.presence.aliveUntil!)
const lost = async () => (await store.recorded()).filter(({ cause }) => cause === 'lost').map(({ agentId }) => agentId)
const sweeping = () => store.presences.sweep()

describe('open time', () => {
  test('a gap moves due times by its length, once, however many batches and sweeps follow', async () => {
    const begunAt = Date.now()
    await store.batch('g', { beats: [beat('once')] })
    const before = await aliveUntil('once')
    await sleep(BLACKOUT_MS)
    await Promise.all([sweeping(), sweeping()])
    await Promise.all([store.batch('g'), store.batch('h'), store.batch('i'), sweeping()])
    const gap = Date.now() - begunAt
    await store.passing(100, sweeping)
    const moved = (await aliveUntil('once')) - before
    expect(moved).toBeGreaterThanOrEqual(BLACKOUT_MS - 5)
    expect(moved).toBeLessThanOrEqual(gap + 5)
  })

  test('every gap counts: two of them move due times by both', async () => {
    await store.batch('g', { beats: [beat('twice')] })
    const before = await aliveUntil('twice')
    for (let n = 0; n < 2; n++) {
      await sleep(BLACKOUT_MS)
      await store.passing(50)
    }
    expect((await aliveUntil('twice')) - before).toBeGreaterThanOrEqual(2 * BLACKOUT_MS - 10)
  })

  test('a normal pause between batches is no gap', async () => {
    await store.batch('g', { beats: [beat('short')] })
    const before = await aliveUntil('short')
    await sleep(batchMs / 2)
    await store.batch('g')
    expect(await aliveUntil('short')).toBe(before)
  })

  test('I7: nobody is demoted in a blackout, not even by the first batch after it', async () => {
    await store.batch('g', { beats: [beat('patient')] })
    await sleep(timeoutMs + 400)
    await sweeping()
    await store.batch('g', { beats: [beat('patient', 'c1', timeoutMs + 400)] })
    await sweeping()
    expect(await lost()).not.toContain('patient')
  })

  test('I6: an agent silent before a blackout gets only the rest of the time-out after it', async () => {
    await store.batch('g', { beats: [beat('rest')] })
    await store.passing(0.7 * timeoutMs)
    await sleep(BLACKOUT_MS)
    await store.passing(50)
    // check the time they have left, not how long it takes: a machine that stands still gives everybody more
    expect((await aliveUntil('rest')) - Date.now()).toBeLessThan(0.5 * timeoutMs)
    while (!(await lost()).includes('rest')) await store.passing(20, sweeping)
  })

  test('a connection first reported after a blackout counts from its end, whatever its age', async () => {
    await sleep(BLACKOUT_MS)
    const lightAt = Date.now()
    await store.batch('g', { beats: [beat('new', 'c1', BLACKOUT_MS)] })
    expect(await aliveUntil('new')).toBeGreaterThanOrEqual(lightAt)
  })

  test('I7: the 30 s of agents whose gateway dies start at its last batch, even if others report', async () => {
    let tries = 0
    const early: string[] = []
    // a machine that stands still gives everybody more time: then try again
    await waitFor(async () => {
      const orphan = `orphan-${++tries}`
      const died = Date.now()
      await store.batch(`dying-${tries}`, { beats: [beat(orphan, 'c1', pingMs + batchMs)] })
      await store.passing(0.6 * timeoutMs, sweeping)
      if ((await lost()).includes(orphan)) early.push(orphan)
      while (!(await lost()).includes(orphan)) await store.passing(20, sweeping)
      if (Date.now() - died <= timeoutMs) early.push(orphan)
      return Date.now() - died < 1.6 * timeoutMs
    })
    expect(early).toEqual([])
  })

  test('I6: the death of a gateway gives no extra time to agents who had been silent before, or had left it for another', async () => {
    // nothing has an age from before the shard's birth
    await store.passing(timeoutMs)
    const silent = beat('silent', 'c1', 0.5 * timeoutMs)
    await store.batch('idle', { beats: [beat('control', 'c1', silent.ageMs), beat('moved', 'c2', silent.ageMs)] })
    await store.batch('dies', { beats: [silent, beat('moved', 'c1', 0.9 * timeoutMs)] })
    const told = new Map<string, string | undefined>()
    const take = async () => {
      await sweeping()
      for (const { agentId, cause, aliveUntil } of await store.recorded())
        if (cause === 'lost') told.set(agentId, aliveUntil)
    }
    while (!['control', 'silent', 'moved'].every(agentId => told.has(agentId))) await store.passing(20, take)
    const lateMs = ['silent', 'moved'].map(agentId => Date.parse(told.get(agentId)!) - Date.parse(told.get('control')!))
    // as far as two reports are apart; their gateway's last word came half a time-out later
    expect(Math.max(...lateMs)).toBeLessThan(0.3 * timeoutMs)
  })

  test('a gateway silent while others report is named until its time is up, and there is no blackout', async () => {
    // try again if the machine stood still meanwhile
    await waitFor(async () => {
      await store.batch('unheard')
      expect(await store.presences.unheard()).not.toContain('unheard')
      await store.passing(0.5 * timeoutMs)
      return (await store.presences.unheard()).includes('unheard')
    })
    expect(await store.presences.unheard()).not.toContain('idle')
    await sleep(BLACKOUT_MS)
    expect(await store.presences.unheard()).toEqual([])
    await store.passing(0.5 * timeoutMs)
    expect(await store.presences.unheard()).not.toContain('unheard')
  })

  test('an emptied shard is noticed, and what is restored keeps its status, when it was chosen, and a rising version', async () => {
    const emptied: number[] = []
    await using other = await openStore(import.meta.url)
    other.presences.tell({ emptied: shard => emptied.push(shard) })
    await other.batch('g', { beats: [beat('kept')] })
    const [first] = await other.presences.read(['kept'])
    const chosen = await other.presences.choose('kept', first!.presence.version, { status: 'break' }, 'chosen')
    expect(chosen!.presence.since).toBe(first!.presence.since)
    await removeKeys(other.stores.redisUrl, other.stores.redisPrefix)
    expect(await other.batch('g', { beats: [beat('kept')] }, false)).toEqual(['kept'])
    expect(emptied.length).toBeGreaterThan(0)
    await other.presences.restore([{ ...chosen!.presence, version: Number.MAX_SAFE_INTEGER - 10 }])
    await other.presences.restore([chosen!.presence])
    await other.batch('g', { closed: [beat('kept')] })
    const [after] = await other.presences.read(['kept'])
    expect(after!.presence).toMatchObject({
      status: 'break',
      statusSince: chosen!.presence.statusSince,
      link: 'reconnecting',
      version: Number.MAX_SAFE_INTEGER - 9
    })
  })
})
