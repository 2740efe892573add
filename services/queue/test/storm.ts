import {
  acceptConversation,
  agentChanged,
  announcePosition,
  assignConversation,
  cancelTransfer,
  closeConversation,
  contactLeft,
  type DataOf,
  declineOffer,
  deliveryFailed,
  deliveryRequested,
  deliverySent,
  departmentChanged,
  dismissConversation,
  type Message,
  type MessageType,
  markRead,
  messageReceived,
  type Operation,
  type Owner,
  offer,
  type Presence,
  parkConversation,
  presenceChanged,
  prioritizeConversation,
  type RoutedConversation,
  resumeAll,
  resumeConversation,
  returnConversation,
  sendMessage,
  statusReceived,
  transferConversation,
  windowExpired
} from '@inbox/contracts'
import type { Client } from '@inbox/http'
import { connectBroker, on } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import type { SeededRandom } from '@inbox/testing'
import { agent, department } from './builders.ts'
import { presenceOf } from './neighbours.ts'
import { postMessage, publish, publishOffer } from './publishing.ts'
import { type QueueUnderTest, user } from './queue-fixture.ts'

const PER_SECOND = 100
const CONTACTS = 12
const text = (words: string) => ({ type: 'text' as const, text: words })
const channels = [
  { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } },
  { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } },
  { id: 'mail', kind: 'email', name: 'Mail', session: { kind: 'none' } }
] as const
const names = ['ana', 'rui', 'leo']
const departmentIds = ['sales', 'support']

/** Everything that wakes the queue, at random, whether or not it makes sense at that moment or the queue is there. */
export async function openStorm(queue: QueueUnderTest, random: SeededRandom) {
  await using stack = new AsyncDisposableStack()
  const logger = createLogger('test', 'silent')
  const as = async (service: Owner, ...publishes: MessageType[]) => {
    const broker = stack.use(connectBroker({ url: queue.stores.rabbitmqUrl, service, publishes, logger }))
    await broker.whenReady()
    return broker
  }
  const ingest = await as('channel-ingest', messageReceived, contactLeft, statusReceived)
  const presence = await as('presence', presenceChanged)
  const distribution = await as('distribution', offer, announcePosition)
  const directory = await as('directory', departmentChanged, agentChanged)
  const windows = await as('session-expiry', windowExpired)
  const adapters = await as('channel-adapters', deliverySent, deliveryFailed)
  stack.use(adapters.subscribe({ prefetch: 50, handlers: [on(deliveryRequested, ({ data }) => deliver(data))] }))

  const accepted = new Set<string>()
  /** Sent messages; waiting for a status of any other would take minutes. */
  const left: { messageId: string; channelId: string }[] = []
  const known = new Map<string, RoutedConversation>()
  let [looked, begun, version] = [0, 0, 1]
  let client: Client | undefined

  async function deliver({ messageId, conversationId, channel, window }: DataOf<typeof deliveryRequested>) {
    const at = new Date().toISOString()
    const outcome = { messageId, conversationId, channelId: channel.id, at }
    left.push({ messageId, channelId: channel.id })
    if (window && window.expiresAt <= at)
      await publish(adapters, deliveryFailed, messageId, 1, { ...outcome, code: 'window-expired', error: '131047' })
    else await publish(adapters, deliverySent, messageId, 1, { ...outcome, providerMessageId: `p-${messageId}` })
  }

  /** Prefers one in these statuses, if there is any, so that most of what happens makes sense. */
  function anyConversation(...statuses: string[]): RoutedConversation {
    for (; looked < queue.seen.length; looked++) {
      const { conversation } = queue.seen[looked]!.data as { conversation?: RoutedConversation }
      if (conversation && conversation.version > (known.get(conversation.id)?.version ?? 0))
        known.set(conversation.id, conversation)
    }
    const fitting = [...known.values()].filter(({ status }) => statuses.includes(status))
    return random.pick(fitting.length > 0 && random.integer(0, 8) > 0 ? fitting : [...known.values()])
  }
  /** Prefers whoever has it or is to get it. */
  const whoseTurn = ({ agent, offer }: RoutedConversation) =>
    random.integer(0, 8) === 0 ? random.pick(names) : (offer?.agentId ?? agent?.id ?? random.pick(names))
  const call = (operation: Operation, actor: ReturnType<typeof user>, input: object = {}) =>
    client!.call(operation, { ...input, actor })
  /** An act on any conversation by whoever it concerns. */
  const byAgent =
    (operation: Operation, statuses: string[], body: (conversation: RoutedConversation) => object = () => ({})) =>
    async () => {
      const conversation = anyConversation(...statuses)
      await call(operation, user(whoseTurn(conversation)), {
        params: { id: conversation.id },
        body: body(conversation)
      })
    }
  /** With no end, for a short time, or until the contact writes. */
  const until = () =>
    random.pick([
      {},
      { until: new Date(Date.now() + random.integer(1, 3000)).toISOString() },
      { until: 'contactWrites' }
    ])
  const bySupervisor = (operation: Operation, statuses: string[], body: () => object) => async () =>
    call(operation, user('boss', 'supervisor'), { params: { id: anyConversation(...statuses).id }, body: body() })

  const acts: Record<string, { weight: number; act: () => Promise<unknown> }> = {
    message: {
      weight: 12,
      act: async () => {
        const [contact, channel] = [{ id: `c${random.integer(0, CONTACTS)}` }, random.pick(channels)]
        const message = { contact, channel, departmentId: random.pick(departmentIds) }
        const sent = await postMessage(ingest, message)
        accepted.add(sent.messageId)
        if (random.integer(0, 3) === 0) await publish(ingest, messageReceived, sent.messageId, 1, sent)
      }
    },
    offer: {
      weight: 12,
      act: async () => {
        const { id, departmentId } = anyConversation('queued')
        await publishOffer(distribution, id, random.pick(names), {
          policyVersion: departmentId === 'sales' ? sales : 1
        })
      }
    },
    accept: { weight: 12, act: byAgent(acceptConversation, ['queued', 'offered']) },
    decline: { weight: 3, act: byAgent(declineOffer, ['offered'], ({ offer }) => ({ offerId: offer?.id ?? 'none' })) },
    answer: {
      weight: 6,
      act: async () => {
        const conversation = anyConversation('ongoing')
        const reply = { clientMessageId: newId(), content: text('Good morning') }
        const sent = await call(sendMessage, user(whoseTurn(conversation)), {
          params: { id: conversation.id },
          body: reply
        })
        if (sent.ok) accepted.add((sent.value as Message).id)
      }
    },
    park: { weight: 3, act: byAgent(parkConversation, ['ongoing', 'ongoing', 'pending'], until) },
    resume: { weight: 4, act: byAgent(resumeConversation, ['pending']) },
    resumeAll: { weight: 1, act: () => call(resumeAll, user(random.pick(names))) },
    return: { weight: 2, act: byAgent(returnConversation, ['ongoing', 'pending']) },
    close: { weight: 5, act: byAgent(closeConversation, ['ongoing']) },
    read: { weight: 2, act: byAgent(markRead, ['ongoing']) },
    handOver: { weight: 3, act: byAgent(transferConversation, ['ongoing'], () => ({ agentId: random.pick(names) })) },
    moveOn: {
      weight: 2,
      act: byAgent(transferConversation, ['ongoing'], () => ({ departmentId: random.pick(departmentIds) }))
    },
    cancel: { weight: 2, act: byAgent(cancelTransfer, ['offered']) },
    dismiss: { weight: 3, act: byAgent(dismissConversation, ['inactive'], () => ({ outcome: 'called back' })) },
    assign: { weight: 2, act: bySupervisor(assignConversation, ['queued'], () => ({ agentId: random.pick(names) })) },
    prioritize: {
      weight: 1,
      act: bySupervisor(prioritizeConversation, ['queued'], () => ({ priority: random.integer(-2, 3) }))
    },
    end: { weight: 1, act: bySupervisor(closeConversation, ['queued'], () => ({ reason: 'spam' })) },
    presence: {
      weight: 4,
      act: () =>
        beThere(
          random.pick(names),
          random.pick([{}, {}, {}, { status: 'unavailable' }, { link: 'disconnected' }] as const)
        )
    },
    limit: { weight: 1, act: () => limitTo(random.pick(names), random.integer(1, 4)) },
    policy: { weight: 1, act: () => changeSales() },
    departure: {
      weight: 2,
      act: async () => {
        const { channel, contact } = anyConversation('queued', 'offered')
        const left = { channelId: channel.id, contactId: contact.externalId, at: new Date().toISOString() }
        await publish(ingest, contactLeft, left.contactId, 1, left)
      }
    },
    window: {
      weight: 3,
      act: async () => {
        const { id, window } = anyConversation('queued', 'offered', 'ongoing', 'pending')
        if (window) await publish(windows, windowExpired, id, 1, { conversationId: id, expiresAt: window.expiresAt })
      }
    },
    position: {
      weight: 1,
      act: async () => {
        const { id, departmentId } = anyConversation('queued')
        const told = { conversationId: id, departmentId, position: random.integer(1, 9) }
        await publish(distribution, announcePosition, id, 1, told)
      }
    },
    status: {
      weight: 2,
      act: async () => {
        const of = random.pick(left)
        const read = { ...of, status: random.pick(['delivered', 'read'] as const), at: new Date().toISOString() }
        await publish(ingest, statusReceived, of.messageId, 1, read)
      }
    }
  }
  let sales = 1
  const beThere = (agentId: string, change: Partial<Presence>) => {
    version += 1
    const data = { ...presenceOf(agentId, change), version, cause: 'connected' as const }
    return publish(presence, presenceChanged, agentId, version, data)
  }
  const limitTo = (agentId: string, limit: number) => {
    version += 1
    return publish(directory, agentChanged, agentId, version, { agent: agent(agentId, { version, limit }) })
  }
  const changeSales = () => {
    sales += 1
    const changed = { ...department('sales', 'automatic', { offerTimeoutSeconds: 1 }), version: sales }
    return publish(directory, departmentChanged, 'sales', sales, { department: changed })
  }

  for (const name of names) {
    await limitTo(name, 3)
    await beThere(name, {})
  }
  await changeSales()
  const underway = new Set<Promise<unknown>>()
  const hat = Object.values(acts).flatMap(({ weight, act }) => Array.from({ length: weight }, () => act))
  const clock = setInterval(() => {
    begun += 1
    // nothing is expected of a queue that is not there, or of acts that make no sense
    const acting = random
      .pick(hat)()
      .catch(() => undefined)
      .finally(() => underway.delete(acting))
    underway.add(acting)
  }, 1000 / PER_SECOND)
  stack.defer(() => clearInterval(clock))
  const kept = stack.move()

  return {
    accepted,
    /** How many acts have begun. */
    begun: () => begun,
    /** Which client agents and supervisors use from now on. */
    callOn(next: Client) {
      client = next
    },
    /** Begins nothing more; resolves once everything begun is done. */
    async calm() {
      clearInterval(clock)
      await Promise.all(underway)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}
