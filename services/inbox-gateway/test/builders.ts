import {
  type Agent,
  accessTokenRules,
  type ConversationStatus,
  type DataOf,
  deviceTokenRules,
  type MessageType,
  type Presence,
  type RoutedConversation,
  type Transition
} from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { SignJWT } from 'jose'

export const ACCESS_SECRET = 'access-token-secret-of-the-tests-1234'
const at = '2030-01-01T12:00:00.000Z'

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
  since: at,
  ...more
})

/** An access token for the agent, like those that the directory issues. */
export function tokenOf(
  agent: Agent,
  { secret = ACCESS_SECRET, expiresInSeconds = 900, audience = '', claims = {} } = {}
) {
  const { name, role, departmentIds, version } = agent
  return new SignJWT({ name, role, departmentIds, version, ...claims })
    .setProtectedHeader({ alg: accessTokenRules.algorithm })
    .setSubject(agent.id)
    .setIssuer(accessTokenRules.issuer)
    .setAudience(audience || accessTokenRules.audience)
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
    .sign(new TextEncoder().encode(secret))
}

/** The mark of a device on which the agent has signed in, like those that the directory issues. */
export const deviceTokenOf = (device: string, agentId: string) =>
  new SignJWT({ agentIds: [agentId] })
    .setProtectedHeader({ alg: deviceTokenRules.algorithm })
    .setIssuer(deviceTokenRules.issuer)
    .setAudience(deviceTokenRules.audience)
    .setJti(device)
    .setExpirationTime('180d')
    .sign(new TextEncoder().encode(ACCESS_SECRET))

export const aConversation = (
  id: string,
  status: ConversationStatus = 'queued',
  more: Partial<RoutedConversation> = {}
): RoutedConversation => ({
  id,
  referenceNumber: id,
  version: 1,
  status,
  channel: { id: 'ch', kind: 'whatsapp', name: 'WhatsApp' },
  contact: { id: 'k', externalId: '+55' },
  departmentId: 'sales',
  enqueuedAt: at,
  unread: 0,
  tags: [],
  routing: { priority: 0, offerNumber: 1, excludedAgentIds: [] },
  ...more
})

export const owner = (id: string): RoutedConversation['agent'] => ({ id, name: id })

export const aStep = (more: Partial<Transition> = {}): Transition => ({
  rule: 'T1',
  from: null,
  to: 'queued',
  cause: 'firstMessage',
  actor: { kind: 'system' },
  at,
  ...more
})

export const envelopeOf = <Type extends MessageType>(type: Type, key: string, version: number, data: DataOf<Type>) =>
  newEnvelope(type, { key, version, occurredAt: new Date(), correlationId: newId(), data })
