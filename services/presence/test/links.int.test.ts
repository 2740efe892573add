import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { beat, openStore, TIMES } from './fixture.ts'

const { timeoutMs, logoutMs, pingMs, batchMs } = TIMES
let store: Awaited<ReturnType<typeof openStore>>
beforeAll(async () => {
  store = await openStore(import.meta.url)
})
afterAll(() => store[Symbol.asyncDispose]())

const only = async (agentId: string) => (await store.recorded()).filter(change => change.agentId === agentId)
const causes = async (agentId: string) => (await only(agentId)).map(({ cause }) => cause)
const sweeping = () => store.presences.sweep()
const find = async (agentId: string) => (await store.presences.read([agentId]))[0]!.presence

/** Lets time pass, with others heard, until the agent is as expected; on a slow machine some of it is a blackout. */
const until = (agentId: string, is: Partial<Awaited<ReturnType<typeof find>>>) =>
  waitFor(
    async () => {
      await store.batch('idle')
      await sweeping()
      const { status, link } = await find(agentId)
      return (is.status ?? status) === status && (is.link ?? link) === link
    },
    { timeoutMs: 60_000, describe: JSON.stringify(is) }
  )
const logOutBySilence = async (agentId: string) => {
  await store.batch('g', { beats: [beat(agentId)] })
  await until(agentId, { status: 'loggedOut' })
}

describe('links', () => {
  test('I6: silence demotes only after strictly more than the time-out since aliveUntil', async () => {
    await store.batch('g', { beats: [beat('i6')] })
    const { aliveUntil } = await find('i6')
    await store.passing(timeoutMs + pingMs + 60, sweeping)
    const [connected, silent, lost] = await only('i6')
    expect([connected?.cause, silent?.cause, lost?.cause]).toEqual(['connected', 'silent', 'lost'])
    expect(lost?.aliveUntil).toBe(aliveUntil)
    const late = lost!.at.getTime() - Date.parse(aliveUntil!) - timeoutMs
    expect(late).toBeGreaterThan(0)
    expect(late).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  })

  test('I7: an agent back before the time-out loses nothing, even if nobody swept meanwhile', async () => {
    await store.batch('g', { beats: [beat('i7')] })
    await store.passing(timeoutMs * 0.6)
    await store.batch('g', { beats: [beat('i7', 'c2')] })
    await store.passing(pingMs + 50, sweeping)
    expect(await causes('i7')).toEqual(['connected'])
  })

  test('I6: an agent back after the time-out was demoted first, even if nobody swept meanwhile', async () => {
    await store.batch('g', { beats: [beat('back')] })
    await store.passing(timeoutMs + pingMs + 50)
    await store.batch('g', { beats: [beat('back', 'c2')] })
    const changes = await only('back')
    expect(changes.map(({ link, cause }) => [link, cause])).toEqual([
      ['connected', 'connected'],
      ['disconnected', 'lost'],
      ['connected', 'connected']
    ])
    expect(changes.map(({ version }) => version)).toEqual(changes.map(({ version }) => version).sort((a, b) => a - b))
  })

  test('I7: what counts is when the proof of life was given, not when its batch arrived', async () => {
    const began = Date.now()
    await store.batch('g', { beats: [beat('early')] })
    await store.passing(timeoutMs + pingMs + 60)
    const ageMs = Date.now() - began - timeoutMs / 2
    await store.batch('g', { beats: [beat('early', 'c2', ageMs)] })
    expect(await causes('early')).toEqual(['connected'])
  })

  test('the best of all connections counts', async () => {
    await store.batch('g', { beats: [beat('two', 'a'), beat('two', 'b')] })
    await store.passing(timeoutMs + 300, async () => {
      await store.batch('g2', { beats: [beat('two', 'b')] })
      await sweeping()
    })
    expect(await causes('two')).toEqual(['connected'])
  })

  test('an observed close ends the connection at that moment, and the 30 s start there', async () => {
    await store.batch('g', { beats: [beat('closing')] })
    const before = Date.now()
    await store.batch('g', { closed: [beat('closing', 'c1', 40)] })
    const { link, aliveUntil } = await find('closing')
    expect(link).toBe('reconnecting')
    expect(Date.parse(aliveUntil!)).toBeGreaterThanOrEqual(before - 41)
    expect(Date.parse(aliveUntil!)).toBeLessThanOrEqual(Date.now() - 40)
  })

  test('a close never extends what beats have proved', async () => {
    await store.batch('g', { beats: [beat('stale', 'c1', 500)] })
    const { aliveUntil } = await find('stale')
    await store.batch('g', { closed: [beat('stale')] })
    expect((await find('stale')).aliveUntil).toBe(aliveUntil)
  })

  test('a connection that lived only between two batches counts up to its close', async () => {
    await store.batch('g', { beats: [beat('short')] })
    await store.passing(timeoutMs * 0.6)
    await store.batch('g', { closed: [beat('short', 'c2', 10)] })
    await store.passing(timeoutMs * 0.7, sweeping)
    expect((await causes('short')).includes('lost')).toBe(false)
  })

  test('closing one of two connections leaves the agent connected', async () => {
    await store.batch('g', { beats: [beat('tabs', 'a'), beat('tabs', 'b')] })
    await store.batch('g', { closed: [beat('tabs', 'a')] })
    expect((await find('tabs')).link).toBe('connected')
  })

  test('a reconnection to another gateway loses nothing', async () => {
    await store.batch('g', { beats: [beat('moving', 'a')] })
    await store.batch('h', { beats: [beat('moving', 'b')], closed: [] })
    await store.batch('g', { closed: [beat('moving', 'a')] })
    expect(await causes('moving')).toEqual(['connected'])
  })

  test('silence is published only when the next batch is overdue, so that links do not flicker', async () => {
    await store.batch('g', { beats: [beat('steady')] })
    await store.passing(pingMs + 2 * batchMs, sweeping)
    const silent = (await only('steady')).at(-1)!
    expect(silent).toMatchObject({ link: 'reconnecting', cause: 'silent' })
    expect(silent.at.getTime() - Date.parse(silent.aliveUntil!)).toBeGreaterThanOrEqual(1.5 * batchMs)
  })

  test('after the longer time-out the agent is logged out', async () => {
    await store.batch('g', { beats: [beat('gone')] })
    const now = await find('gone')
    await store.presences.choose('gone', now.version, { status: 'break', reason: 'lunch' }, 'chosen')
    await store.passing(logoutMs + pingMs + 60, sweeping)
    await until('gone', { status: 'loggedOut' })
    const changes = await only('gone')
    expect(changes.map(({ cause }) => cause)).toEqual(['connected', 'chosen', 'silent', 'lost', 'forcedLogout'])
    expect(changes.at(-1)).toMatchObject({ status: 'loggedOut', link: 'disconnected' })
    expect(changes.at(-1)).not.toHaveProperty('reason')
  })

  test('an agent who returns after the logout is connected and still logged out', async () => {
    await logOutBySilence('returning')
    await store.batch('g', { beats: [beat('returning', 'c9')] })
    expect(await find('returning')).toMatchObject({ status: 'loggedOut', link: 'connected' })
  })

  test('a sign-in long after the last connection is not logged out again at once', async () => {
    await logOutBySilence('late')
    await store.batch('g', { beats: [beat('late', 'c9')] })
    await store.presences.choose('late', (await find('late')).version, { status: 'available' }, 'signedIn')
    await store.batch('g', { closed: [beat('late', 'c9')] })
    await until('late', { link: 'disconnected' })
    expect(await find('late')).toMatchObject({ status: 'available' })
  })

  test('the loser of two concurrent choices is told so', async () => {
    await store.batch('g', { beats: [beat('race')] })
    const { version } = await find('race')
    expect(await store.presences.choose('race', version, { status: 'available' }, 'chosen')).toBeDefined()
    expect(await store.presences.choose('race', version, { status: 'break' }, 'chosen')).toBeUndefined()
  })
})
