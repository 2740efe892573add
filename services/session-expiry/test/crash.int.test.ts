import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aConversation, inMs, openWorld } from './fixture.ts'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld(import.meta.url, { confirmMs: 400 })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('I13: what a process killed at any step left behind', () => {
  for (const [point, pass] of [
    ['storage.beforeCommit', 2],
    ['storage.afterCommit', 2],
    ['outbox.afterPublish', 2]
  ] as const) {
    test(`an expiry is sent, by another process, after a death at ${point}`, async () => {
      const id = `dies-${point}`
      const ends = inMs(1500)
      const child = await world.startProcess({ FAIL_POINT: `${point}#${pass}` })
      const died = new Promise(resolve => child.once('exit', (_code, signal) => resolve(signal)))
      await world.tell(aConversation(id, ends))
      expect(await died).toBe('SIGKILL')
      await using _heir = await world.startService()
      await waitFor(() => world.expiriesOf(id).length > 0, { timeoutMs: 60_000, describe: 'the expiry is told' })
      await waitFor(async () => (await world.windowOf(id))?.state === 'ended', { timeoutMs: 60_000 })
      expect(world.expiriesOf(id)[0]!.data.expiresAt).toBe(ends.toISOString())
      expect(world.conversations.get(id)!.status).toBe('inactive')
    })
  }

  test('an expiry that queue did not act on is sent again until it does', async () => {
    await using _service = await world.startService()
    world.obey(false)
    await world.tell(aConversation('deaf', inMs(200)))
    await waitFor(() => world.expiriesOf('deaf').length === 2)
    world.obey(true)
    await waitFor(async () => (await world.windowOf('deaf'))?.state === 'ended')
    expect(world.conversations.get('deaf')!.status).toBe('inactive')
  })
})
