import { beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, at, START } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { beginMeasuring } from './line.ts'
import { noticeWakes, positionNoticeOf } from './position-notices.ts'

let { replica, learn, conversation, department } = aMatcher()
beforeEach(() => {
  ;({ replica, learn, conversation, department } = aMatcher())
})

const positionNotice = { everySeconds: 60, template: 'You are number {position}.', channels: ['webchat' as const] }
const webchat = { id: 'web', kind: 'webchat' as const, name: 'Site' }
const visitor = (id: string, ms: number, more: Parameters<typeof aConversation>[1] = {}) =>
  conversation(aConversation(id, { channel: webchat, enqueuedAt: at(ms).toISOString(), ...more }), ms)
const positionOf = (id: string, ms = 0) => positionNoticeOf(replica, id, START + ms).notice?.position

describe('positions in the queue', () => {
  test('are told at once to whoever arrives, on the channels that the department lists', () => {
    department({ positionNotice })
    expect(visitor('c1', 0).wake).toContainEqual({ key: 'position c1', at: START })
    expect(conversation(aConversation('whatsapp')).wake).toEqual([])
    expect(positionOf('whatsapp')).toBeUndefined()
  })

  test('are ordered by priority, then arrival, whoever else waits', () => {
    department({ positionNotice })
    for (const [id, ms] of [
      ['c1', 1],
      ['c2', 2],
      ['c3', 3]
    ] as const)
      visitor(id, ms)
    conversation(aConversation('urgent', { enqueuedAt: at(9).toISOString(), routing: { priority: 5 } }))
    expect(['c1', 'c2', 'c3'].map(id => positionOf(id))).toEqual([2, 3, 4])
  })

  test('are told again only when they have changed, and checked once per interval', () => {
    department({ positionNotice })
    visitor('c1', 1)
    visitor('c2', 2)
    expect(positionNoticeOf(replica, 'c2', START)).toEqual({
      notice: { conversationId: 'c2', departmentId: 'sales', position: 2 },
      lookAgainAt: START + 60_000
    })
    const told = { conversationId: 'c2', departmentId: 'sales', position: 2, at: at(0).toISOString() }
    learn({ type: 'positionTold', told })
    expect(positionNoticeOf(replica, 'c2', START + 60_000)).toEqual({ lookAgainAt: START + 120_000 })
    visitor('c1', 1, { version: 2, status: 'closed' })
    expect(positionOf('c2', 120_000)).toBe(1)
  })

  test('are checked again after 300 s at the soonest if each message costs money', () => {
    department({ positionNotice: { ...positionNotice, channels: ['whatsapp'] } })
    conversation(aConversation('c1'))
    expect(positionNoticeOf(replica, 'c1', START)).toMatchObject({ lookAgainAt: START + 300_000 })
  })

  test('are told with the expected wait, once enough got their turn to know', () => {
    department({ positionNotice })
    for (let n = 0; n < 10; n++) visitor(`c${n}`, n)
    beginMeasuring(replica, START + 10)
    const estimateOf = (id: string, ms: number) => positionNoticeOf(replica, id, START + ms).notice?.estimateSeconds
    const serve = (n: number) =>
      visitor(`c${n}`, 10 + (n + 1) * 10_000, { version: 2, status: 'ongoing', agentId: 'ana' })
    for (let n = 0; n < 2; n++) serve(n)
    expect(estimateOf('c9', 20_010)).toBeUndefined()
    for (let n = 2; n < 5; n++) serve(n)
    expect([estimateOf('c5', 50_010), estimateOf('c9', 50_010)]).toEqual([10, 50])
  })

  test('are no longer told once an agent has the conversation, nor outside business hours', () => {
    department({ positionNotice, hours: { timeZone: 'UTC', weekly: [], holidays: [] } })
    visitor('c1', 1)
    expect(positionNoticeOf(replica, 'c1', START)).toEqual({ lookAgainAt: START + 60_000 })
    visitor('c1', 1, { version: 2, status: 'ongoing', agentId: 'ana' })
    expect(positionNoticeOf(replica, 'c1', START)).toEqual({})
  })

  test('continue in another process from what was told, as events and snapshots say', () => {
    department({ positionNotice })
    visitor('c1', 1)
    const told = { conversationId: 'c1', departmentId: 'sales', position: 1, at: at(5000).toISOString() }
    expect(learn({ type: 'positionTold', told }, 5010).wake).toEqual([{ key: 'position c1', at: START + 65_000 }])
    expect(positionOf('c1', 65_000)).toBeUndefined()
    visitor('c2', 2, { routing: { toldPosition: { position: 7, at: at(1000).toISOString() } } })
    expect(noticeWakes(replica.departments.get('sales')!, START)).toEqual([
      { key: 'position c1', at: START + 65_000 },
      { key: 'position c2', at: START + 61_000 }
    ])
  })

  test('are told to all who wait when a department starts telling them, and to nobody once it stops', () => {
    department()
    visitor('c1', 1)
    visitor('c2', 2)
    expect(department({ version: 2, positionNotice }).wake.map(({ key }) => key)).toEqual([
      'position c1',
      'position c2'
    ])
    expect(department({ version: 3, positionNotice, name: 'Sales' }).wake).toEqual([])
    department({ version: 4 })
    expect(positionNoticeOf(replica, 'c1', START)).toEqual({})
  })

  test('are found in well under a tenth of a millisecond among a hundred thousand who wait', () => {
    department({ positionNotice })
    for (let n = 0; n < 100_000; n++) visitor(`c${n}`, n)
    const begun = performance.now()
    for (let n = 0; n < 1000; n++) positionOf(`c${(n * 7919) % 100_000}`)
    // a hundred times what it takes, so that a slow machine does not fail this: counting would take longer
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
