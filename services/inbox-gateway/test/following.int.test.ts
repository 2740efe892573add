import type { ConversationSummary, ServerEvents } from '@inbox/contracts'
import { afterAll, beforeAll, test } from '@jest/globals'
import { anAgent } from './builders.ts'
import { assertFollows, viewOf } from './following-scenario.ts'
import { startGateway, type TestGateway, type TestSocket } from './gateway.ts'

const ana = anAgent('ana')
let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
})
afterAll(() => gateway.stop())

/**
 * Does what the protocol demands of a client: keeps the newest version of each conversation, resumes after a snapshot,
 * and remembers the version of what was removed, so that a late repetition does not bring it back.
 */
function follower() {
  const known = new Map<string, ConversationSummary>()
  const newest = new Map<string, number>()
  let client: TestSocket | undefined
  const keep = (conversation: ConversationSummary) => {
    const { id, version } = conversation
    if (version <= (newest.get(id) ?? -1)) return
    newest.set(id, version)
    known.set(id, conversation)
  }
  const take = async (from: TestSocket, { tabs }: ServerEvents['snapshot']) => {
    const listed = Object.values(tabs).flatMap(({ items }) => items)
    listed.forEach(keep)
    const told = new Set(listed.map(({ id }) => id))
    const versions = Object.fromEntries([...known].filter(([id]) => !told.has(id)).map(([id, it]) => [id, it.version]))
    const answer = await from.ask('resume', { versions }).catch(() => undefined)
    // no answer means that the connection is gone; the next snapshot asks again
    if (!answer?.conversations) return
    answer.conversations.forEach(keep)
    for (const id of answer.removed) if (newest.get(id) === versions[id]) known.delete(id)
  }
  return {
    async enter(url?: string) {
      client?.socket.disconnect()
      const entering = await gateway.enter(ana, url)
      client = entering
      entering.socket.on('conversation', keep)
      entering.socket.on('snapshot', snapshot => void take(entering, snapshot))
      for (const each of entering.all('conversation')) keep(each)
      for (const each of entering.all('snapshot')) await take(entering, each)
    },
    leave: () => client?.socket.disconnect(),
    hasHeardOf: ({ id, version }: ConversationSummary) => version <= (newest.get(id) ?? -1),
    view: () => viewOf([...known.values()])
  }
}

test(
  'I12: whatever is lost, duplicated and reordered, and whoever restarts, a client ends with the server’s state',
  () =>
    assertFollows(gateway, async () => {
      const client = follower()
      await client.enter()
      return client
    }),
  90_000
)
