import {
  type Agent,
  type Department,
  type DistributionPolicy,
  department,
  type Presence,
  type RoutedConversation
} from '@inbox/contracts'
import type { Rules } from '../src/domain/matcher.ts'

export const START = Date.parse('2030-01-01T09:00:00.000Z')
/** The instant that many ms after START. */
export const at = (ms: number): Date => new Date(START + ms)

export const rules: Rules = {
  drawSecret: 'a secret of at least thirty-two characters',
  roundPauseMs: 10_000,
  answerWithinMs: 10_000
}

export const aDepartment = (
  more: Partial<Omit<Department, 'distribution'>> & { distribution?: Partial<DistributionPolicy> } = {}
): Department =>
  department.parse({
    id: 'sales',
    version: 1,
    name: more.id ?? 'sales',
    ...more,
    distribution: { mode: 'automatic', ...more.distribution }
  })

export const anAgent = (id: string, more: Partial<Agent> = {}): Agent => ({
  id,
  version: 1,
  name: id,
  email: `${id}@example.com`,
  role: 'agent',
  departmentIds: ['sales'],
  limit: 3,
  active: true,
  ...more
})

export const aPresence = (agentId: string, more: Partial<Presence> = {}): Presence => ({
  agentId,
  version: 1,
  status: 'available',
  link: 'connected',
  since: at(0).toISOString(),
  ...more
})

type Changes = Partial<Omit<RoutedConversation, 'routing' | 'offer' | 'agent'>> & {
  routing?: Partial<RoutedConversation['routing']>
  /** The id of the agent who has it. */
  agentId?: string
  offer?: Partial<NonNullable<RoutedConversation['offer']>> & { agentId: string }
}

export const aConversation = (id: string, { routing, agentId, offer, ...more }: Changes = {}): RoutedConversation => ({
  id,
  referenceNumber: id,
  version: 1,
  status: 'queued',
  channel: { id: 'whatsapp', kind: 'whatsapp', name: 'WhatsApp' },
  contact: { id: `contact-${id}`, externalId: id },
  departmentId: 'sales',
  enqueuedAt: at(0).toISOString(),
  unread: 1,
  tags: [],
  ...(agentId && { agent: { id: agentId, name: agentId } }),
  ...(offer && { offer: { id: `offer-${id}`, kind: 'automatic', ...offer } }),
  ...more,
  routing: { priority: 0, offerNumber: 1, excludedAgentIds: [], ...routing }
})
