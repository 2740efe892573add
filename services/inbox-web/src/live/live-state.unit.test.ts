import type { ConversationSummary, ServerEvents } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { applyChanges, type Change, doubtful, emptyState, type LiveState, shown, tabLists } from './live-state.ts'
import { comparePlaces, type LiveTab, liveTabs, placeOf, tabOf, type Viewer } from './tabs.ts'

const viewer: Viewer = { id: 'ana', role: 'agent', departmentIds: ['sales'] }
const BEGIN = Date.parse('2025-01-01T07:00:00Z')
const at = (seconds: number) => new Date(BEGIN + seconds * 1000).toISOString()

const conversation = (id: string, version: number, more: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id,
  referenceNumber: id,
  version,
  status: 'queued',
  channel: { id: 'ch', kind: 'whatsapp', name: 'WhatsApp' },
  contact: { id: `contact-${id}`, externalId: id },
  departmentId: 'sales',
  enqueuedAt: at(0),
  statusSince: at(version),
  unread: 0,
  tags: [],
  ...more
})

const empty = { items: [], nextCursor: null }
const snapshotOf = (tabs: Partial<ServerEvents['snapshot']['tabs']>): Change => ({
  kind: 'snapshot',
  snapshot: {
    tabs: { queue: empty, ongoing: empty, myInbox: empty, inactives: empty, ...tabs },
    colleagues: []
  }
})
const told = (each: ConversationSummary): Change => ({ kind: 'conversation', conversation: each })
const after = (...changes: Change[]) => applyChanges(emptyState(viewer), changes)
const ids = (state: LiveState, tab: LiveTab) => tabLists(state)[tab].map(({ id }) => id)

test('the queue is ordered by arrival, 7:00 before 7:10; the other tabs newest first', () => {
  const state = after(
    told(conversation('ten', 1, { enqueuedAt: at(600) })),
    told(conversation('seven', 1, { enqueuedAt: at(0) })),
    told(conversation('early', 1, { status: 'pending', agent: { id: 'ana', name: 'Ana' }, statusSince: at(10) })),
    told(conversation('late', 1, { status: 'pending', agent: { id: 'ana', name: 'Ana' }, statusSince: at(20) }))
  )
  expect(ids(state, 'queue')).toEqual(['seven', 'ten'])
  expect(ids(state, 'myInbox')).toEqual(['late', 'early'])
})

test('an agent sees in Ongoing what is theirs or offered to them, not what others have', () => {
  const state = after(
    told(conversation('mine', 1, { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } })),
    told(conversation('offered', 1, { status: 'offered', offer: { id: 'o', agentId: 'ana', kind: 'automatic' } })),
    told(conversation('theirs', 1, { status: 'ongoing', agent: { id: 'rui', name: 'Rui' } }))
  )
  expect(ids(state, 'ongoing').sort()).toEqual(['mine', 'offered'])
})

test('an older version that arrives late changes nothing', () => {
  const started = conversation('a', 3, { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } })
  const state = after(told(started), told(conversation('a', 2)))
  expect(ids(state, 'queue')).toEqual([])
  expect(ids(state, 'ongoing')).toEqual(['a'])
})

test('what ended does not come back through a late repetition, even after a snapshot', () => {
  const state = after(told(conversation('a', 5, { status: 'closed' })), snapshotOf({}), told(conversation('a', 4)))
  expect(ids(state, 'queue')).toEqual([])
})

test('the expected result of an action is shown until something else arrives, and reverted if it failed', () => {
  const queued = conversation('a', 1)
  const expected = { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } } as const
  const acting = after(told(queued), { kind: 'optimistic', began: queued, expected })
  expect(ids(acting, 'ongoing')).toEqual(['a'])
  const lost = applyChanges(acting, [
    told(conversation('a', 2, { status: 'ongoing', agent: { id: 'rui', name: 'Rui' } }))
  ])
  expect([...ids(lost, 'ongoing'), ...ids(lost, 'queue')]).toEqual([])
  expect(shown(applyChanges(acting, [{ kind: 'optimisticOver', id: 'a', expected }]), 'a')).toEqual(queued)
})

test('an action that is over keeps the expected result of a later one on the same conversation', () => {
  const queued = conversation('a', 1)
  const accepting = { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } } as const
  const parking = { status: 'pending' } as const
  const accepted = conversation('a', 2, accepting)
  const state = after(
    told(queued),
    { kind: 'optimistic', began: queued, expected: accepting },
    { kind: 'optimistic', began: conversation('a', 1, accepting), expected: parking },
    told(accepted),
    { kind: 'optimisticOver', id: 'a', expected: accepting }
  )
  expect([ids(state, 'ongoing'), ids(state, 'myInbox')]).toEqual([[], ['a']])
  expect(ids(applyChanges(state, [{ kind: 'optimisticOver', id: 'a', expected: parking }]), 'ongoing')).toEqual(['a'])
})

test('a message that arrives during an action does not look as if the action had failed', () => {
  const offer = { id: 'o1', agentId: 'ana', kind: 'automatic', expiresAt: at(30) } as const
  const offered = conversation('a', 1, { status: 'offered', offer })
  const expected = { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } } as const
  const news = told(conversation('a', 2, { status: 'offered', offer, unread: 1 }))
  const state = after(told(offered), { kind: 'optimistic', began: offered, expected }, news)
  expect(shown(state, 'a')).toEqual({ ...conversation('a', 2), ...expected, unread: 1 })
  // components that get another object at every look would render forever
  expect(shown(state, 'a')).toBe(shown(state, 'a'))
})

test('of a tab longer than what was loaded, only what was loaded is shown', () => {
  const [first, second, third] = [1, 2, 3].map(n => conversation(`c${n}`, 1, { enqueuedAt: at(n) }))
  const partly = after(snapshotOf({ queue: { items: [first!, second!], nextCursor: 'c2' } }), told(third!))
  expect(ids(partly, 'queue')).toEqual(['c1', 'c2'])
  const wholly = applyChanges(partly, [{ kind: 'page', tab: 'queue', page: { items: [third!], nextCursor: null } }])
  expect(ids(wholly, 'queue')).toEqual(['c1', 'c2', 'c3'])
})

/** The server as a client sees it: the true state, and what it pushed. */
function pretendServer() {
  const truth = new Map<string, ConversationSummary>()
  const list = (tab: LiveTab) =>
    [...truth.values()]
      .filter(each => tabOf(each, viewer) === tab)
      .sort((a, b) => comparePlaces(tab, placeOf(a, tab), placeOf(b, tab)))
  const PAGE = 3
  const page = (tab: LiveTab, cursor?: string) => {
    const all = list(tab)
    // like the real one: what follows the place that the cursor names, whether or not something is still there
    const place = cursor === undefined ? undefined : (JSON.parse(cursor) as ReturnType<typeof placeOf>)
    const rest = place ? all.filter(each => comparePlaces(tab, placeOf(each, tab), place) > 0) : all
    const items = rest.slice(0, PAGE)
    return { items, nextCursor: items.length === PAGE ? JSON.stringify(placeOf(items.at(-1)!, tab)) : null }
  }
  return {
    truth,
    page,
    lists: () => Object.fromEntries(liveTabs.map(tab => [tab, list(tab).map(({ id }) => id)])),
    change(id: string, status: ConversationSummary['status'], owner: string, departmentId: string, now: number) {
      const before = truth.get(id)
      const has = status === 'ongoing' || status === 'pending'
      const next = conversation(id, (before?.version ?? 0) + 1, {
        ...{ status, departmentId, enqueuedAt: before?.enqueuedAt ?? at(now), statusSince: at(now) },
        ...(has && { agent: { id: owner, name: owner } }),
        ...(status === 'offered' && { offer: { id: `o${now}`, agentId: owner, kind: 'automatic' as const } })
      })
      truth.set(id, next)
      return next
    },
    snapshot: (): ServerEvents['snapshot'] => ({
      tabs: { queue: page('queue'), ongoing: page('ongoing'), myInbox: page('myInbox'), inactives: page('inactives') },
      colleagues: [],
      at: at(0)
    }),
    resume(asked: Record<string, number>) {
      const known = Object.keys(asked).flatMap(id => truth.get(id) ?? [])
      const visible = known.filter(each => each.departmentId === 'sales' || tabOf(each, viewer) !== undefined)
      return {
        conversations: visible.filter(({ id, version }) => version > asked[id]!),
        removed: Object.keys(asked).filter(id => !visible.some(each => each.id === id))
      }
    }
  }
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      id: fc.integer({ min: 0, max: 11 }).map(n => `c${n}`),
      status: fc.constantFrom('queued', 'offered', 'ongoing', 'pending', 'inactive', 'closed'),
      owner: fc.constantFrom('ana', 'rui'),
      departmentId: fc.constantFrom('sales', 'sales', 'support'),
      fate: fc.constantFrom('arrives', 'arrives', 'late', 'doubled', 'lost')
    })
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'gap' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'delay' as const }) }
)

test('I12: whatever was dropped, duplicated or reordered, after a reconnect the tabs are the server’s', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), steps => {
      const server = pretendServer()
      let client = emptyState(viewer)
      let late: ConversationSummary[] = []
      const heard: ConversationSummary[] = []
      const apply = (...changes: Change[]) => {
        client = applyChanges(client, changes)
      }
      const hear = (...pushed: ConversationSummary[]) => {
        heard.push(...pushed)
        apply(...pushed.map(told))
      }
      const reconnect = (between: () => void = () => {}) => {
        // what was in flight on the old connection is lost
        late = []
        const snapshot = server.snapshot()
        between()
        apply({ kind: 'snapshot', snapshot })
        const asked = doubtful(client, snapshot)
        const answer = server.resume(asked)
        apply({ kind: 'settled', asked, ...answer })
      }
      steps.forEach((each, now) => {
        if (each.kind === 'delay') {
          hear(...late.toReversed())
          late = []
          // the broker may redeliver what it delivered long ago
          apply(...heard.map(told))
        } else if (each.kind === 'gap') reconnect()
        else {
          const next = server.change(each.id, each.status, each.owner, each.departmentId, now)
          if (each.fate === 'arrives') hear(next)
          if (each.fate === 'doubled') hear(next, next)
          if (each.fate === 'late') late.push(next)
        }
      })
      // something changes after the snapshot was read and is pushed before it arrives
      reconnect(() => hear(server.change('c0', 'queued', 'ana', 'sales', 1000)))
      apply(...heard.map(told))
      for (const tab of liveTabs)
        for (let { cursor } = client.reach[tab]; cursor !== null; cursor = client.reach[tab].cursor)
          apply({ kind: 'page', tab, page: server.page(tab, cursor) })
      const seen = tabLists(client)
      expect(Object.fromEntries(liveTabs.map(tab => [tab, seen[tab].map(({ id }) => id)]))).toEqual(server.lists())
    }),
    { numRuns: 2000 }
  )
})
