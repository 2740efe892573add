import { type Agent, type Department, department as departmentContract } from '@inbox/contracts'
import type { AgentState } from '../src/domain/agent.ts'
import type { Base, Conversation, Offer } from '../src/domain/conversation.ts'

export const noon = new Date('2026-03-02T12:00:00.000Z')
export const after = (ms: number): Date => new Date(noon.getTime() + ms)
/** When the conversations of `inStatus` came to the queue: before `noon`, so that a changed place shows. */
export const enqueued = after(-600_000)

export const agent = (id: string, change: Partial<Agent> = {}): Agent => ({
  id,
  version: 1,
  name: id,
  email: `${id}@example.com`,
  role: 'agent',
  ...(bots[id] && { bot: bots[id] }),
  departmentIds: ['sales', 'support'],
  limit: 3,
  active: true,
  ...change
})

export const department = (
  id: string,
  mode: 'manual' | 'automatic',
  change: Partial<Department['distribution']> = {}
): Department => departmentContract.parse({ id, version: 1, name: id, distribution: { mode, ...change } })

/** `bit` is one: a program that counts as silent as soon as its contact waits. */
const bots: Record<string, { silentSeconds: number }> = { bit: { silentSeconds: 0 } }

/** An agent as the domain sees them: connected and available unless stated otherwise. */
export const present = (id: string, change: Partial<AgentState> = {}): AgentState => ({
  id,
  name: id,
  ...(bots[id] && { bot: bots[id] }),
  limit: 3,
  departmentIds: ['sales', 'support'],
  active: true,
  status: 'available',
  link: 'connected',
  ...change
})

export const offerTo = (agentId: string, change: Partial<Offer> = {}): Offer => ({
  id: `offer-${agentId}`,
  agentId,
  agentName: agentId,
  kind: 'automatic',
  expiresAt: after(60_000),
  ...change
})

const base: Base = {
  id: 'conv',
  version: 7,
  referenceNumber: '20260302-ABCDEFGH',
  channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } },
  contact: { id: 'con', externalId: '+55', name: 'Bia' },
  departmentId: 'sales',
  createdAt: noon,
  enqueuedAt: enqueued,
  priority: 0,
  statusSince: noon,
  window: { expiresAt: after(86_400_000) },
  unread: 1,
  tags: [],
  offerNumber: 1,
  excludedAgentIds: []
}

/** A conversation in each status; where somebody works on it, the owner is `ana`. */
export const inStatus = {
  queued: (change: Partial<Base> = {}): Conversation => ({ ...base, ...change, status: 'queued' }),
  offered: (change: Partial<Base> = {}, offer = offerTo('ana')): Conversation => ({
    ...base,
    ...change,
    status: 'offered',
    offer,
    slots: [`${offer.agentId}#0`]
  }),
  transferring: (change: Partial<Base> = {}): Conversation => ({
    ...base,
    ...change,
    status: 'offered',
    offer: offerTo('rui', { kind: 'transfer' }),
    slots: ['ana#0', 'rui#0'],
    agent: { id: 'ana', name: 'ana' }
  }),
  ongoing: (change: Partial<Base> = {}): Conversation => ({
    ...base,
    ...change,
    status: 'ongoing',
    agent: { id: 'ana', name: 'ana' },
    slots: ['ana#0'],
    startedAt: noon
  }),
  pending: (change: Partial<Base> = {}): Conversation => ({
    ...base,
    ...change,
    status: 'pending',
    agent: { id: 'ana', name: 'ana' },
    reason: 'parked',
    startedAt: noon
  }),
  inactive: (change: Partial<Base> = {}, reason: 'windowExpired' | 'unattended' = 'windowExpired'): Conversation => ({
    ...base,
    ...change,
    status: 'inactive',
    reason
  }),
  closed: (change: Partial<Base> = {}): Conversation => ({ ...base, ...change, status: 'closed', closedAt: noon })
}
