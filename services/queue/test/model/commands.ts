import assert from 'node:assert/strict'
import fc from 'fast-check'
import { contactIdOf } from '../../src/domain/contact.ts'
import { agentOf, type Conversation, offerOf, parkedUntilOf } from '../../src/domain/conversation.ts'
import { type ConversationDocument, toConversation } from '../../src/store/conversation-document.ts'
import { agent as agentNamed } from '../builders.ts'
import type { QueueOver } from '../queue-over.ts'
import { applyToModel, loadOf, type Model, type ModelCommand } from './reference-model.ts'

/** The queue over some store that holds only what the commands made. */
export interface ModelledQueue
  extends Pick<
    QueueOver,
    'bringBack' | 'desk' | 'endBotSilence' | 'offers' | 'origin' | 'teamChanges' | 'tellPresence' | 'stores'
  > {
  post(contact: string): Promise<void>
  /** All conversations, in the order in which they began. */
  stored(): Promise<ConversationDocument[]>
}

/** By agent, their limit. */
export const agents = { ana: 1, rui: 2, leo: 3, bit: 2 }
const names = Object.keys(agents)
/** Contacts and topics: a contact may have several topics. */
const contacts = ['c1', 'c2', 'c3', 'c3/boots', 'c3/hats']

const agent = fc.constantFrom(...names)
const contact = fc.constantFrom(...contacts)
export const command: fc.Arbitrary<ModelCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('post' as const), contact }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('comeBack' as const, 'silence' as const), contact }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...(['offer', 'accept', 'decline', 'park', 'parkUntil', 'resume', 'return', 'close', 'cancel', 'send'] as const)
      ),
      contact,
      agent
    }) as fc.Arbitrary<ModelCommand>
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('start' as const), contact: fc.constantFrom('c1', 'c2', 'c3'), agent })
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('transfer' as const), contact, agent, target: agent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('presence' as const),
      agent,
      available: fc.boolean(),
      present: fc.boolean()
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('activation' as const), agent, active: fc.boolean() })
  }
)

const newModel = (): Model => ({
  conversations: new Map(),
  written: new Set(),
  agents: new Map(
    Object.entries(agents).map(([name, limit]) => [name, { limit, available: true, present: true, active: true }])
  )
})

export async function latestOf(queue: ModelledQueue, externalId: string): Promise<Conversation | undefined> {
  const [contact, thread] = externalId.split('/')
  const found = (await queue.stored())
    .filter(document => document.contact.externalId === contact && document.thread?.id === thread)
    .at(-1)
  return found && toConversation(found)
}

let sent = 0
const answer = () => {
  sent += 1
  return { clientMessageId: `a${sent}`, content: { type: 'text' as const, text: 'hello' } }
}
/** What an agent first says to a contact. */
const beginning = (contact: string) => {
  const { clientMessageId } = answer()
  return {
    clientMessageId,
    channel: { id: 'wa', kind: 'whatsapp' as const, name: 'WhatsApp', session: { kind: 'window' as const } },
    contact: { id: contactIdOf('wa', contact), externalId: contact },
    departmentId: 'sales',
    content: { type: 'template' as const, name: 'hello', language: 'en', components: [], text: 'Hello' }
  }
}
let offers = 0
let told = 1
/** Runs the command on the queue; returns `ok` or the code of the refusal. */
export async function run(queue: ModelledQueue, command: ModelCommand): Promise<string> {
  if (command.type === 'post') return queue.post(command.contact).then(() => 'ok')
  if (command.type === 'presence') {
    const { agent: agentId, available, present: there } = command
    const status = available ? 'available' : 'unavailable'
    told += 1
    await queue.tellPresence(agentId, told, status, there ? 'connected' : 'disconnected')
    return 'ok'
  }
  if (command.type === 'activation') {
    const { agent: id, active } = command
    const limit = agents[id as keyof typeof agents]
    told += 1
    await queue.teamChanges.agentChanged(agentNamed(id, { limit, active, version: told }), queue.origin)
    return 'ok'
  }
  if (command.type === 'comeBack' || command.type === 'silence') {
    const due = await latestOf(queue, command.contact)
    if (!due) return 'none'
    await (command.type === 'comeBack' ? queue.bringBack(due.id) : queue.endBotSilence(due.id))
    return 'ok'
  }
  const reader = { id: command.agent, name: command.agent, role: 'agent' as const, departmentIds: ['sales'] }
  const { desk, origin } = queue
  if (command.type === 'start') {
    const started = await desk.start(reader, beginning(command.contact), origin)
    return started.ok ? 'ok' : started.error.code
  }
  const conversation = await latestOf(queue, command.contact)
  if (!conversation) return 'none'
  const { id } = conversation
  const result = await {
    offer: () => queue.offers.offer(offerCommand(id, command.agent), origin),
    accept: () => desk.accept(id, reader, undefined, origin),
    decline: () => desk.decline(id, reader, { offerId: offerOf(conversation)?.id ?? 'none' }, origin),
    cancel: () => desk.cancelTransfer(id, reader, origin),
    park: () => desk.park(id, reader, undefined, origin),
    parkUntil: () => desk.park(id, reader, { until: 'contactWrites' }, origin),
    resume: () => desk.resume(id, reader, origin),
    return: () => desk.returnToQueue(id, reader, undefined, origin),
    send: () => desk.send(id, reader, answer(), origin),
    close: () => desk.close(id, reader, {}, origin),
    transfer: () => desk.transferToAgent(id, reader, { agentId: 'target' in command ? command.target : '' }, origin)
  }[command.type]()
  return result.ok ? 'ok' : result.error.code
}

export function offerCommand(conversationId: string, agentId: string) {
  offers += 1
  const decision = {
    id: `o${offers}`,
    conversationId,
    departmentId: 'sales',
    offerNumber: 1,
    policyVersion: 1,
    strategy: 'random' as const
  }
  const more = {
    candidates: [agentId],
    exclusions: [],
    chosenAgentId: agentId,
    preferred: false,
    decidedAt: new Date().toISOString()
  }
  return { conversationId, agentId, offerId: `o${offers}`, policyVersion: 1, decision: { ...decision, ...more } }
}

/** Checks I1, I2, I3, I6 on what is stored, and that deactivated agents have nothing. Cheap, as it runs every time. */
export async function assertInvariants(queue: ModelledQueue): Promise<void> {
  const stored = await queue.stored()
  const open = stored.filter(document => document.open).map(({ contact, thread }) => `${contact.id} ${thread?.id}`)
  assert.equal(new Set(open).size, open.length, 'I1')
  const slots = stored.flatMap(document => document.slots ?? [])
  assert.equal(new Set(slots).size, slots.length, 'I2, I3')
  for (const document of stored) {
    assertBotAnswers(document)
    const holds = document.status === 'offered' || document.status === 'ongoing'
    const transfer = document.status === 'offered' && 'agent' in document
    const held = document.slots?.length ?? 0
    assert.ok(held >= (holds ? 1 : 0) && held <= (transfer ? 2 : holds ? 1 : 0), `${document._id} holds ${held} slots`)
  }
  for (const [name, limit] of Object.entries(agents)) {
    const { active, link } = (await queue.stores.agents.get(name))!
    const held = slots.filter(slot => slot.startsWith(`${name}#`))
    assert.ok(held.length <= limit, `I3: ${held}`)
    if (link === 'disconnected' || !active) assert.deepEqual(held, [])
    if (!active)
      assert.deepEqual(
        stored.filter(each => each.status === 'pending' && agentOf(toConversation(each))?.id === name),
        []
      )
  }
}

/** I18: a bot has nothing set aside, and a contact waits for its answer only until a known time. */
function assertBotAnswers(document: ConversationDocument): void {
  const conversation = toConversation(document)
  const bot = agentOf(conversation)?.bot
  const withBot = bot !== undefined && conversation.status === 'ongoing'
  if (bot) assert.notEqual(conversation.status, 'pending')
  if (conversation.botDueAt) assert.ok(withBot)
  if (withBot && conversation.lastMessage?.direction === 'inbound') assert.ok(conversation.botDueAt)
}

/** Runs the commands one by one; each must have the result the model predicts, and keep every place in the queue. */
export async function assertAsForetold(queue: ModelledQueue, commands: readonly ModelCommand[]): Promise<void> {
  const model = newModel()
  const places = new Map<string, Date>()
  for (const each of commands) {
    const [real, foretold] = [await run(queue, each), applyToModel(model, each)]
    if (real !== foretold) throw new Error(`${JSON.stringify(each)}: ${real}, foretold ${foretold}`)
    for (const [contact, { status, owner, offeredTo, comesBack, botsTurn = false }] of model.conversations) {
      const now = (await latestOf(queue, contact))!
      const until = parkedUntilOf(now) === 'contactWrites' ? 'waiting' : parkedUntilOf(now) && 'due'
      assert.deepEqual(
        [now.status, agentOf(now)?.id, offerOf(now)?.agentId, until, now.botsTurn ?? false],
        [status, owner, offeredTo, comesBack, botsTurn]
      )
      // I10
      assert.deepEqual(now.enqueuedAt, places.get(now.id) ?? now.enqueuedAt)
      places.set(now.id, now.enqueuedAt)
    }
    await assertInvariants(queue)
  }
  for (const name of names)
    assert.equal((await queue.stores.conversations.slotsOf(name)).length, loadOf(model, name), name)
}
