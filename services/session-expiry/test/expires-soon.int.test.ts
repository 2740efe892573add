import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aConversation, inMs, openWorld } from './fixture.ts'

/** Long enough for a busy machine to learn of a window before it has ended. */
const SOON_MS = 4000
const LATE_MS = 2000
let world: Awaited<ReturnType<typeof openWorld>>
let services: AsyncDisposable[]
beforeAll(async () => {
  world = await openWorld(import.meta.url, { soonMs: SOON_MS })
  services = [await world.startService(), await world.startService()]
})
afterAll(async () => {
  for (const service of services) await service[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

const soonOf = (id: string) => world.told.soon.filter(({ key }) => key === id)
const leadMs = ({ occurredAt, data }: { occurredAt: string; data: { expiresAt: string } }) =>
  Date.parse(data.expiresAt) - Date.parse(occurredAt)

describe('the warning that a window expires soon', () => {
  test('is sent once, some time before its end, by one of several processes, and to those concerned', async () => {
    const expiresAt = inMs(SOON_MS + 1500)
    await world.tell(aConversation('one', expiresAt, { agent: { id: 'ana', name: 'Ana' }, status: 'ongoing' }))
    await waitFor(() => world.expiriesOf('one').length > 0)
    expect(soonOf('one').map(({ data }) => data)).toEqual([
      { conversationId: 'one', expiresAt: expiresAt.toISOString(), departmentId: 'sales', agentId: 'ana' }
    ])
    expect(leadMs(soonOf('one')[0]!)).toBeLessThanOrEqual(SOON_MS)
    expect(leadMs(soonOf('one')[0]!)).toBeGreaterThan(SOON_MS - LATE_MS)
  })

  test('is not sent for a window that was extended in time, but for its new end', async () => {
    await world.tell(aConversation('extended', inMs(SOON_MS + LATE_MS)))
    await waitFor(() => world.windowOf('extended'))
    const last = inMs(SOON_MS + LATE_MS + 500)
    await world.write('extended', last)
    await waitFor(() => soonOf('extended').length > 0)
    expect(soonOf('extended').map(({ data }) => data.expiresAt)).toEqual([last.toISOString()])
  })

  test('is sent again for a window extended after it', async () => {
    const [first, second] = [inMs(SOON_MS + 100), inMs(SOON_MS + 2500)]
    await world.tell(aConversation('again', first))
    await waitFor(() => soonOf('again').length === 1)
    await world.write('again', second)
    await waitFor(() => soonOf('again').length === 2)
    expect(soonOf('again').map(({ data }) => data.expiresAt)).toEqual([first, second].map(it => it.toISOString()))
    expect(world.expiriesOf('again')).toEqual([])
  })

  test('is sent at once for a window first seen when it is already due, and not for one that is over or closed', async () => {
    await world.tell(aConversation('short', inMs(SOON_MS - 1000)))
    await world.tell(aConversation('over', inMs(-5)))
    await world.tell(aConversation('closed', inMs(SOON_MS + LATE_MS)))
    await world.tell(aConversation('closed', inMs(SOON_MS + LATE_MS), { version: 2, status: 'closed' }))
    await waitFor(() => world.expiriesOf('short').length > 0 && world.expiriesOf('over').length > 0)
    await waitFor(async () => (await world.windowOf('closed'))?.state === 'ended')
    expect(['short', 'over', 'closed'].map(id => soonOf(id).length)).toEqual([1, 0, 0])
  })
})
