import type { SessionRule } from '@inbox/contracts'
import { repetitions } from '@inbox/testing'
import { describe, it } from '@jest/globals'
import fc from 'fast-check'
import { agentOf, offerOf, parkedUntilOf } from '../../src/domain/conversation.ts'
import { toConversation } from '../../src/store/conversation-document.ts'
import { agent, noon } from '../builders.ts'
import { assertInvariants, latestOf, offerCommand, run } from './commands.ts'
import { type QueueInMemory, queueInMemory } from './queue-in-memory.ts'
import type { ModelCommand, OfAgent } from './reference-model.ts'

const SCHEDULES = repetitions(10, 200)
const contact = 'c1'
const reader = (id: string) => ({ id, name: id, role: 'agent' as const, departmentIds: ['sales'] })
const by = (type: OfAgent, agent: string): ModelCommand => ({
  type,
  contact,
  agent
})

/** Where the conversation may be: it is, or was, with Ana; Rui is the other agent. */
const states: Record<string, ModelCommand[]> = {
  queued: [],
  offered: [by('offer', 'rui')],
  transferring: [by('accept', 'ana'), { type: 'transfer', contact, agent: 'ana', target: 'rui' }],
  ongoing: [by('accept', 'ana')],
  pending: [by('accept', 'ana'), by('park', 'ana')],
  'parked until the contact writes': [by('accept', 'ana'), by('parkUntil', 'ana')],
  'with the bot': [by('offer', 'bit'), by('accept', 'bit')],
  'about to come back': [by('accept', 'ana'), by('parkUntil', 'ana'), { type: 'post', contact }]
}

type Act = (queue: QueueInMemory, id: string) => Promise<unknown>
const command =
  (command: ModelCommand): Act =>
  queue =>
    run(queue, command)
/** Everything that may happen to it at the same instant. */
const acts: Record<string, Act> = {
  'accept by Ana': command(by('accept', 'ana')),
  'accept by Rui': command(by('accept', 'rui')),
  decline: async (queue, id) => {
    const offer = offerOf((await latestOf(queue, contact))!)
    return queue.desk.decline(id, reader('rui'), { offerId: offer?.id ?? 'none' }, queue.origin)
  },
  'offer to Rui': (queue, id) => queue.offers.offer(offerCommand(id, 'rui'), queue.origin),
  'revocation, as Rui becomes unavailable': queue => queue.tellPresence('rui', 2, 'unavailable', 'connected'),
  'demotion of Ana': queue => queue.tellPresence('ana', 2, 'available', 'disconnected'),
  'demotion of Rui': queue => queue.tellPresence('rui', 3, 'available', 'disconnected'),
  'lowered limit of Rui': queue => queue.teamChanges.agentChanged(agent('rui', { limit: 0 }), queue.origin),
  'deactivation of Ana': queue =>
    queue.teamChanges.agentChanged(agent('ana', { limit: 1, active: false }), queue.origin),
  transfer: (queue, id) => queue.desk.transferToAgent(id, reader('ana'), { agentId: 'rui' }, queue.origin),
  'cancelled transfer': command(by('cancel', 'ana')),
  answer: command(by('send', 'ana')),
  park: command(by('park', 'ana')),
  'park until they write': command(by('parkUntil', 'ana')),
  'coming back': command({ type: 'comeBack', contact }),
  'silence of the bot': command({ type: 'silence', contact }),
  'answer of the bot': command(by('send', 'bit')),
  'loss of the bot': queue => queue.tellPresence('bit', 2, 'available', 'disconnected'),
  resume: command(by('resume', 'ana')),
  return: command(by('return', 'ana')),
  close: command(by('close', 'ana')),
  'departure of the visitor': (queue, id) => queue.execute(id, { type: 'contactLeft', leftAt: noon }, queue.origin),
  expiry: (queue, id) => queue.execute(id, { type: 'expire', refused: true }, queue.origin),
  'another message': command({ type: 'post', contact })
}

interface Setting {
  state: string
  onAgentLost: 'pending' | 'requeue'
  session: SessionRule['kind']
}
async function begin({ state, onAgentLost, session }: Setting, step?: () => Promise<void>) {
  // a message sent before a window's end sorts before it, whichever came first: here both have the same instant
  const clock = { now: () => noon }
  const queue = queueInMemory(step, { clock, policy: { onAgentLost }, session: { kind: session } })
  await queue.post(contact)
  for (const each of states[state]!) await run(queue, each)
  return { queue, id: (await latestOf(queue, contact))!.id }
}

/** The final state of the contact's conversations. */
async function endOf(queue: QueueInMemory): Promise<string> {
  const ends = (await queue.stored()).map(document => {
    const slots = document.slots?.map(slot => slot.split('#')[0])
    return [
      document.status,
      agentOf(toConversation(document))?.id,
      offerOf(toConversation(document))?.agentId,
      slots?.join('+'),
      document.unread,
      parkedUntilOf(toConversation(document))
    ]
  })
  return JSON.stringify(ends)
}

async function inSequence(setting: Setting, ...acts: Act[]): Promise<string> {
  const { queue, id } = await begin(setting)
  for (const act of acts) await act(queue, id)
  return endOf(queue)
}

const pairs = Object.keys(acts).flatMap((one, n) =>
  Object.keys(acts)
    .slice(n)
    .map(other => [one, other] as const)
)

const anySetting: fc.Arbitrary<Setting> = fc.record({
  state: fc.constantFrom(...Object.keys(states)),
  onAgentLost: fc.constantFrom('pending', 'requeue'),
  session: fc.constantFrom('window', 'attended')
})

describe('two commands at the same instant', () => {
  it.each(pairs)('I1, I2, I3, I6: end as if one had come after the other: %s, a %s', (one, other) =>
    fc.assert(
      fc.asyncProperty(anySetting, fc.scheduler(), async (setting, scheduler) => {
        const [a, b] = [acts[one]!, acts[other]!]
        const possible = [await inSequence(setting, a, b), await inSequence(setting, b, a)]
        let scheduled = false
        const { queue, id } = await begin(setting, () =>
          scheduled ? scheduler.schedule(Promise.resolve()) : Promise.resolve()
        )
        scheduled = true
        await scheduler.waitFor(Promise.all([a(queue, id), b(queue, id)]))
        scheduled = false
        await assertInvariants(queue)
        const end = await endOf(queue)
        if (!possible.includes(end))
          throw new Error(`${JSON.stringify(setting)} → ${end}, not one of ${possible.join(' or ')}`)
      }),
      { numRuns: SCHEDULES }
    )
  )
})
