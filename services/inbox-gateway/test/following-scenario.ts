import {
  type ConversationSummary,
  conversationQueued,
  conversationUpdated,
  type RoutedConversation,
  type Transition
} from '@inbox/contracts'
import { seededRandom, waitFor } from '@inbox/testing'
import { expect } from '@jest/globals'
import { aConversation, aStep, owner } from './builders.ts'
import type { TestGateway } from './gateway.ts'

const ROUNDS = 8
const STEPS = 40
const CONVERSATIONS = 12

/** What ana sees: each conversation with its tab. */
export function viewOf(
  conversations: Pick<ConversationSummary, 'id' | 'version' | 'status' | 'departmentId' | 'agent'>[]
) {
  const tabs = { queued: 'queue', ongoing: 'ongoing', pending: 'myInbox', inactive: 'inactives' } as Record<
    string,
    string
  >
  const visible = conversations.filter(({ status, departmentId, agent }) =>
    ['queued', 'inactive'].includes(status) ? departmentId === 'sales' : agent?.id === 'ana'
  )
  return visible.flatMap(({ id, version, status }) => (tabs[status] ? [`${tabs[status]} ${id} ${version}`] : [])).sort()
}

interface RoutedUpdate {
  conversation: RoutedConversation
  transition?: Transition
}

/** As queue does, names those who can no longer see the conversation, so that it disappears for them. */
function stepFrom(
  before: RoutedConversation,
  { status, departmentId, agent }: RoutedConversation
): Pick<RoutedUpdate, 'transition'> {
  if (before.status === status && before.departmentId === departmentId && before.agent?.id === agent?.id) return {}
  const transition = aStep({
    ...{ from: before.status, to: status },
    ...(before.agent && { previousAgentId: before.agent.id }),
    ...(before.departmentId !== departmentId && { previousDepartmentId: before.departmentId })
  })
  return { transition }
}

/** Ana's client, whatever its implementation. */
export interface FollowingClient {
  /** Each conversation with its tab, in the format of `viewOf`. */
  view(): string[]
  /** Whether it knows this version of the conversation, or a later one. */
  hasHeardOf(conversation: Pick<ConversationSummary, 'id' | 'version'>): boolean
  leave(): unknown
  /** Reconnects, to another gateway if one is given. */
  enter(url?: string): unknown
  /** Its gateway is about to stop; the one at `url` stays. */
  isLeftWith?(url: string): unknown
}

/**
 * Loses, duplicates and reorders what the client is told, and restarts what it is connected to; fails unless the client
 * ends up each time with what the server holds.
 */
export async function assertFollows(gateway: TestGateway, openClient: () => Promise<FollowingClient>): Promise<void> {
  const random = seededRandom()
  const { world, network } = gateway
  world.conversations = Array.from({ length: CONVERSATIONS }, (_, n) => aConversation(`c${n}`))
  const client = await openClient()
  let another: Awaited<ReturnType<TestGateway['startAnother']>> | undefined
  const late: RoutedUpdate[] = []
  const published: RoutedUpdate[] = []

  // while the network is cut nobody receives it, so it is lost
  const publish = (told: RoutedUpdate) => {
    published.push(told)
    return send(told).catch(() => undefined)
  }
  const send = ({ conversation, transition }: RoutedUpdate) =>
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
    else {
      client.isLeftWith?.(gateway.url)
      await another?.[Symbol.asyncDispose]()
    }
    for (let n = 0; n < STEPS / 2; n++) await change()
    // a client that has reconnected by itself meanwhile is no longer cut off, so it has to hear of these
    if (kind === 3) for (const told of late.splice(0)) await publish(told)
    // what was in flight is lost with the connection
    late.length = 0
    if (kind === 0) network.heal()
    else await client.enter(kind === 2 ? another!.url : undefined)
  }

  await random.printSeedOnFailure(async () => {
    for (let round = 0; round < ROUNDS; round++) {
      // the broker may redeliver what it delivered long ago
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
}
