import type { DataOf, Department, messageReceived, offer } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { fakeClock } from '@inbox/testing'
import type { Reader } from '../src/domain/access.ts'
import { contactIdOf } from '../src/domain/contact.ts'
import { agent, department, noon } from './builders.ts'
import type { QueueOver } from './queue-over.ts'

const channels = {
  whatsapp: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } },
  webchat: { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } }
} as const

/** Names used nowhere else, and a separate clock: what happens here affects nothing else in the same stores. */
export interface World {
  clock: Clock & { advance(ms: number): void }
  /** Makes a name such as `ana` unique to this world. */
  name(of: string): string
  reader(of: string, role?: Reader['role']): Reader
  /** Ana (limit 2) and Rui (limit 1) are present and available; automatic departments: `sales` and `support`. */
  open(queue: QueueOver): Promise<void>
  message(
    id: string,
    change?: Partial<DataOf<typeof messageReceived>> & { on?: keyof typeof channels }
  ): DataOf<typeof messageReceived>
  /** The id of the contact's current conversation. */
  conversationOf(queue: QueueOver, contact?: string, channelId?: string): Promise<string>
  offerTo(agentName: string, conversationId: string): DataOf<typeof offer>
  /** Messages posted so far. */
  posted: ReadonlySet<string>
}

export function newWorld(suffix: string): World {
  const inner = fakeClock(noon)
  // no two instants are the same
  const clock = {
    now: () => {
      inner.advance(1)
      return inner.now()
    },
    advance: inner.advance
  }
  const name = (of: string) => `${of}~${suffix}`
  const posted = new Set<string>()
  const departmentOf = (of: string): Department => department(name(of), 'automatic', { offerTimeoutSeconds: 60 })

  return {
    ...{ clock, name, posted },
    reader: (of, role = 'agent') => ({
      id: name(of),
      name: name(of),
      role,
      departmentIds: ['sales', 'support'].map(name)
    }),
    async open({ teamChanges, tellPresence, origin }) {
      for (const each of ['sales', 'support']) await teamChanges.departmentChanged(departmentOf(each))
      for (const [who, limit] of [
        ['ana', 2],
        ['rui', 1]
      ] as const) {
        const departmentIds = ['sales', 'support'].map(name)
        await teamChanges.agentChanged(agent(name(who), { limit, departmentIds }), origin)
        await tellPresence(name(who), 1, 'available', 'connected')
      }
    },
    message(id, { on = 'whatsapp', ...change } = {}) {
      const at = clock.now().toISOString()
      posted.add(name(id))
      return {
        ...{ messageId: name(id), providerMessageId: name(id), channel: channels[on], departmentId: name('sales') },
        ...{
          contact: { id: name('bia'), name: 'Bia' },
          sentAt: at,
          receivedAt: at,
          content: { type: 'text', text: id }
        },
        ...change
      }
    },
    async conversationOf({ stores }, contact = 'bia', on = 'wa') {
      const found = await stores.conversations.latestOfContact(contactIdOf(on, name(contact)))
      if (!found) throw new Error(`${contact} has no conversation`)
      return found.conversation.id
    },
    offerTo: (agentName, conversationId) => {
      const agentId = name(agentName)
      const offerId = `offer of ${conversationId} to ${agentId}`
      const decision = {
        ...{ id: offerId, conversationId, departmentId: name('sales'), offerNumber: 1, policyVersion: 1 },
        ...{ strategy: 'random' as const, candidates: [agentId], exclusions: [], chosenAgentId: agentId },
        ...{ preferred: false, decidedAt: clock.now().toISOString() }
      }
      return { conversationId, agentId, offerId, policyVersion: 1, decision }
    }
  }
}
