import {
  type ConversationSummary,
  conversationQueued,
  conversationUpdated,
  type RoutedConversation,
  type ServerEvents,
  type Transition
} from '@inbox/contracts'
import { seededRandom, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { aConversation, anAgent, aStep, owner } from './builders.ts'
import { startGateway, type TestGateway, type TestSocket } from './gateway.ts'

const ROUNDS = 8
const STEPS = 40
const CONVERSATIONS = 12
const ana = anAgent('ana')
let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
})
afterAll(() => gateway.stop())

/**
 * Keeps what the protocol demands of a client: the newest version of each conversation, `resume` after a snapshot, and of
 * what was removed the version, so that a late repetition does not bring it back.
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
    // without an answer the connection is gone, and the next snapshot asks again
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

/** What ana sees: each conversation in its tab. */
function viewOf(conversations: Pick<ConversationSummary, 'id' | 'version' | 'status' | 'departmentId' | 'agent'>[]) {
  const tabs = { queued: 'queue', ongoing: 'ongoing', pending: 'myInbox', inactive: 'inactives' } as Record<
    string,
    string
  >
  const visible = conversations.filter(({ status, departmentId, agent }) =>
    ['queued', 'inactive'].includes(status) ? departmentId === 'sales' : agent?.id === 'ana'
  )
  return visible.flatMap(({ id, version, status }) => (tabs[status] ? [`${tabs[status]} ${id} ${version}`] : [])).sort()
}

interface Told {
  conversation: RoutedConversation
  transition?: Transition
}

/** As queue does: whoever can no longer see the conversation is named, so that they see it leave. */
function stepFrom(before: RoutedConversation, { status, departmentId }: RoutedConversation): Pick<Told, 'transition'> {
  if (before.status === status && before.departmentId === departmentId) return {}
  const transition = aStep({
    ...{ from: before.status, to: status },
    ...(before.agent && { previousAgentId: before.agent.id }),
    ...(before.departmentId !== departmentId && { previousDepartmentId: before.departmentId })
  })
  return { transition }
}

test('I12: whatever is lost, doubled and reordered, and whoever restarts, a client ends with the state of the server', async () => {
  const random = seededRandom()
  const { world, network } = gateway
  world.conversations = Array.from({ length: CONVERSATIONS }, (_, n) => aConversation(`c${n}`))
  const client = follower()
  await client.enter()
  let another: Awaited<ReturnType<TestGateway['startAnother']>> | undefined
  const late: Told[] = []
  const published: Told[] = []

  // while the network is cut nobody takes it: so it is lost
  const publish = (told: Told) => {
    published.push(told)
    return send(told).catch(() => undefined)
  }
  const send = ({ conversation, transition }: Told) =>
    transition
      ? gateway.publish(conversationQueued, conversation.id, conversation.version, { conversation, transition })
      : gateway.publish(conversationUpdated, conversation.id, conversation.version, { conversation })
  const change = async () => {
    const index = random.integer(0, CONVERSATIONS)
    const status = random.pick(['queued', 'ongoing', 'pending', 'inactive', 'closed'] as const)
    const agent = ['queued', 'inactive', 'closed'].includes(status)
      ? {}
      : { agent: owner(random.pick(['ana', 'rui']))! }
    const before = world.conversations[index]!
    const departmentId = random.integer(0, 5) === 0 ? random.pick(['sales', 'support']) : before.departmentId
    const next = aConversation(before.id, status, { ...agent, departmentId, version: before.version + 1 })
    world.conversations[index] = next
    const told = { conversation: next, ...stepFrom(before, next) }
    if (random.integer(0, 4) === 0) late.push(told)
    else for (let times = random.integer(1, 3); times > 0; times--) await publish(told)
    if (late.length > 3) await publish(late.splice(random.integer(0, late.length), 1)[0]!)
  }
  const disturb = async (round: number) => {
    const kind = round % 4
    if (kind === 0) network.refuse()
    else if (kind === 1) client.leave()
    else if (kind === 2) another = await gateway.startAnother()
    else await another?.[Symbol.asyncDispose]()
    for (let n = 0; n < STEPS / 2; n++) await change()
    // what was under way is lost with the connection
    late.length = 0
    if (kind === 0) network.heal()
    else if (kind === 1) await client.enter()
    else if (kind === 2) await client.enter(another!.url)
    else await client.enter()
  }

  await random.printSeedOnFailure(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // the broker may tell again what it told long ago
      const heard = published.filter(({ conversation }) => client.hasHeardOf(conversation))
      for (const told of random.shuffle(heard).slice(0, STEPS / 4)) await publish(told)
      for (let n = 0; n < STEPS / 2; n++) await change()
      for (const told of late.splice(0)) await publish(told)
      await disturb(round)
      await waitFor(() => client.view().join('\n') === viewOf(world.conversations).join('\n'), {
        timeoutMs: 60_000,
        describe: `the same view after round ${round}`
      }).catch(error => {
        expect(client.view()).toEqual(viewOf(world.conversations))
        throw error
      })
    }
  })
}, 90_000)
