import type { Agent, Department, DistributionPolicy, Presence, RoutedConversation } from '@inbox/contracts'
import type { Rules } from '../src/domain/matcher.ts'

export const START = Date.parse('2030-01-01T09:00:00.000Z')
/** The instant so many ms after START. */
export const at = (ms: number): Date => new Date(START + ms)

export const rules: Rules = {
  drawSecret: 'a secret of at least thirty-two characters',
  roundPauseMs: 10_000,
  answerWithinMs: 10_000
}

export const aDepartment = (
  more: Partial<Omit<Department, 'distribution'>> & { distribution?: Partial<DistributionPolicy> } = {}
): Department => ({
  id: 'sales',
  version: 1,
  name: more.id ?? 'sales',
  active: true,
  transfer: { agents: true, departments: true, placement: 'keep' },
  ...more,
  distribution: {
    mode: 'automatic',
    strategy: 'random',
    offerTimeoutSeconds: 60,
    maxMisses: 3,
    onAgentLost: 'pending',
    pickOrder: 'any',
    preferLastAgent: false,
    preferredPatienceSeconds: 0,
    ...more.distribution
  }
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
  /** Who has it, by id. */
  agentId?: string
  offer?: Partial<NonNullable<RoutedConversation['offer']>> & { agentId: string }
}

export const aConversation = (id: string, { routing, agentId, offer, ...more }: Changes = {}): RoutedConversation => ({
  id,
  protocol: id,
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
