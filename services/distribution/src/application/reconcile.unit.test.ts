import { startRepeating } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { aConversation, aDepartment, START } from '../../test/builders.ts'
import { apply, type Update } from '../domain/apply.ts'
import { emptyReplica, type Replica } from '../domain/replica.ts'
import type { ConversationUpdate, Snapshots } from '../outbound/snapshots.ts'
import { createReconcile } from './reconcile.ts'

let end: AbortController
let replica: Replica
let repaired: Update[]
let snapshots: Snapshots
beforeEach(() => {
  end = new AbortController()
  replica = emptyReplica()
  repaired = []
  snapshots = {
    directory: async () => [],
    presence: async () => [],
    conversations: async () => ({ update: [], next: null }),
    conversation: async conversationId => ({ type: 'reread', conversationId })
  }
})
afterEach(() => end.abort())

const begin = () => {
  const compare = createReconcile({
    ...{ replica, snapshots, everyMs: 1, signal: end.signal, ready: () => true },
    repair(update) {
      repaired.push(update)
      apply(replica, update, START)
    },
    logger: createLogger('tests', 'silent')
  })
  const comparing = startRepeating(1, compare, () => undefined)
  end.signal.addEventListener('abort', () => void comparing[Symbol.asyncDispose]())
}
const waiting = (id: string): ConversationUpdate => ({
  type: 'conversation',
  conversation: aConversation(id),
  at: START
})

test('an owner that is unavailable costs one comparison: the next one repairs what no event reported', async () => {
  let asked = 0
  snapshots.directory = async () => {
    if (++asked === 1) throw new Error('away')
    return [{ type: 'department', department: aDepartment() }]
  }
  begin()
  await waitFor(() => asked > 3)
  expect(repaired).toMatchObject([{ type: 'department', department: { id: 'sales' } }])
})

test('pages follow each other to the last, and what was on none of them is dropped', async () => {
  apply(replica, waiting('gone'), START)
  const pages = [
    { update: [waiting('a')], next: 'a' },
    { update: [waiting('b')], next: null }
  ]
  const cursors: (string | undefined)[] = []
  snapshots.conversations = async (_, cursor) => {
    cursors.push(cursor)
    return pages[cursor === undefined ? 0 : 1]!
  }
  begin()
  await waitFor(() => cursors.length >= 4)
  expect(cursors.slice(0, 4)).toEqual([undefined, 'a', undefined, 'a'])
  expect([...replica.conversations.keys()].sort()).toEqual(['a', 'b'])
  expect(repaired).toHaveLength(3)
})
