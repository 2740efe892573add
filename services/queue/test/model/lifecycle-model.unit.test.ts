import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { agentOf, offerOf } from '../../src/domain/conversation.ts'
import { toConversation } from '../../src/store/conversation-document.ts'
import { present } from '../builders.ts'
import { type QueueInMemory, queueInMemory } from './queue-in-memory.ts'
import { applyToModel, loadOf, type Model, type ModelCommand } from './reference-model.ts'

const RUNS = 1500
const agents = { ana: 1, rui: 2, leo: 3 }
const names = Object.keys(agents)
const contacts = ['c1', 'c2', 'c3', 'c4']

const agent = fc.constantFrom(...names)
const contact = fc.constantFrom(...contacts)
const command: fc.Arbitrary<ModelCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('post' as const), contact }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom('offer', 'accept', 'decline', 'park', 'resume', 'return', 'close', 'cancel'),
      contact,
      agent
    }) as fc.Arbitrary<ModelCommand>
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
  }
)

const newModel = (): Model => ({
  conversations: new Map(),
  agents: new Map(Object.entries(agents).map(([name, limit]) => [name, { limit, available: true, present: true }]))
})
function newQueue(step?: () => Promise<void>): QueueInMemory {
  const queue = queueInMemory(step)
  for (const [name, limit] of Object.entries(agents)) queue.agentStates.set(name, present(name, { limit }))
  return queue
}

const latestOf = (queue: QueueInMemory, externalId: string) => {
  const found = [...queue.documents.values()].filter(document => document.contact.externalId === externalId).at(-1)
  return found && toConversation(found)
}

let offers = 0
/** Carries the command out for real; answers `ok` or the code of the refusal. */
async function run(queue: QueueInMemory, command: ModelCommand): Promise<string> {
  if (command.type === 'post') return queue.post(command.contact).then(() => 'ok')
  if (command.type === 'presence') {
    const { agent: agentId, available, present: there } = command
    const status = available ? 'available' : 'unavailable'
    const at = new Date().toISOString()
    await queue.roster.presenceChanged(
      { agentId, version: 1, status, link: there ? 'connected' : 'disconnected', since: at },
      queue.origin
    )
    return 'ok'
  }
  const conversation = latestOf(queue, command.contact)
  if (!conversation) return 'none'
  const reader = { id: command.agent, name: command.agent, role: 'agent' as const, departmentIds: ['sales'] }
  const { id } = conversation
  const { desk, origin } = queue
  const result = await {
    offer: () => queue.offers.offer(offerCommand(id, command.agent), origin),
    accept: () => desk.accept(id, reader, undefined, origin),
    decline: () => desk.decline(id, reader, offerOf(conversation)?.id ?? 'none', origin),
    cancel: () => desk.cancelTransfer(id, reader, origin),
    park: () => desk.park(id, reader, undefined, origin),
    resume: () => desk.resume(id, reader, origin),
    return: () => desk.returnToQueue(id, reader, undefined, origin),
    close: () => desk.close(id, reader, {}, origin),
    transfer: () => desk.transfer(id, reader, { agentId: 'target' in command ? command.target : '' }, origin)
  }[command.type]()
  return result.ok ? 'ok' : result.error.code
}

function offerCommand(conversationId: string, agentId: string) {
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

/** I1, I2, I3, I6 on what is stored. */
function assertInvariants(queue: QueueInMemory): void {
  const stored = [...queue.documents.values()]
  const open = stored.filter(document => document.open).map(document => document.contact.id)
  expect(new Set(open).size).toBe(open.length)
  const slots = stored.flatMap(document => document.slots ?? [])
  expect(new Set(slots).size).toBe(slots.length)
  for (const document of stored) {
    const holds = document.status === 'offered' || document.status === 'ongoing'
    const transfer = document.status === 'offered' && 'agent' in document
    expect(document.slots?.length ?? 0).toBeGreaterThanOrEqual(holds ? 1 : 0)
    expect(document.slots?.length ?? 0).toBeLessThanOrEqual(transfer ? 2 : holds ? 1 : 0)
  }
  for (const [name, limit] of Object.entries(agents)) {
    const held = slots.filter(slot => slot.startsWith(`${name}#`))
    expect(held.length).toBeLessThanOrEqual(limit)
    if (queue.agentStates.get(name)!.link === 'disconnected') expect(held).toEqual([])
  }
}

describe('any sequence of commands', () => {
  it('I1, I2, I3, I6: has the outcome that the reference model foretells, and leaves the invariants true', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 60 }), async commands => {
        const [model, queue] = [newModel(), newQueue()]
        for (const each of commands) {
          const [real, foretold] = [await run(queue, each), applyToModel(model, each)]
          if (real !== foretold) throw new Error(`${JSON.stringify(each)}: ${real}, foretold ${foretold}`)
          for (const [name, expected] of model.conversations) {
            const real = latestOf(queue, name)!
            expect([real.status, agentOf(real)?.id, offerOf(real)?.agentId]).toEqual([
              expected.status,
              expected.owner,
              expected.offeredTo
            ])
          }
          assertInvariants(queue)
        }
        for (const name of names) expect(await queue.conversations.slotsOf(name)).toHaveLength(loadOf(model, name))
      }),
      { numRuns: RUNS }
    )
  })
})

describe('any interleaving of commands that run side by side', () => {
  it('I1, I2, I3, I6: leaves the invariants true', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(command, { maxLength: 12 }),
        fc.array(command, { minLength: 2, maxLength: 6 }),
        async (scheduler, before, together) => {
          let scheduled = false
          const queue = newQueue(() => (scheduled ? scheduler.schedule(Promise.resolve()) : Promise.resolve()))
          for (const each of before) await run(queue, each)
          scheduled = true
          const running = Promise.all(together.map(each => run(queue, each)))
          await scheduler.waitFor(running)
          scheduled = false
          assertInvariants(queue)
        }
      ),
      { numRuns: RUNS }
    )
  })
})
