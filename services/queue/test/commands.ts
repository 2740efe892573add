import { capabilitiesOf } from '@inbox/contracts'
import { byAgent, bySystem } from '../src/domain/conversation.ts'
import type { Command } from '../src/domain/decide.ts'
import type { Send } from '../src/domain/decide-send.ts'
import { after, inStatus, noon, offerTo, present } from './builders.ts'

export const ana = { id: 'ana', name: 'ana' }
export const policy = { decidedOn: 1, now: 1, mode: 'automatic' as const }

export const makeOffer = (change: Partial<Extract<Command, { type: 'makeOffer' }>> = {}): Command => ({
  type: 'makeOffer',
  agent: present('ana'),
  offer: offerTo('ana'),
  slot: 'ana#0',
  actor: bySystem,
  policy,
  ...change
})
export const accept = (agentId = 'ana', offerId?: string): Command => ({
  type: 'acceptOffer',
  agent: present(agentId),
  ...(offerId !== undefined && { offerId })
})
export const pick = (agentId = 'ana', change: Partial<Extract<Command, { type: 'pick' }>> = {}): Command => ({
  type: 'pick',
  agent: present(agentId),
  slot: `${agentId}#0`,
  inTurn: true,
  ...change
})
export const endOffer = (
  cause: Extract<Command, { type: 'endOffer' }>['cause'],
  offerId = 'offer-ana',
  source: 'present' | 'gone' | 'deactivated' = 'present'
): Command => ({
  type: 'endOffer',
  offerId,
  cause,
  actor: bySystem,
  source
})
export const park: Command = { type: 'park', agentId: 'ana', reason: 'parked', actor: byAgent(ana) }
export const resume: Command = { type: 'resume', agent: present('ana'), slot: 'ana#1' }
export const giveBack: Command = { type: 'returnToQueue', agentId: 'ana', cause: 'returned', actor: byAgent(ana) }
export const deactivated: Command = { ...giveBack, cause: 'agentDeactivated', actor: bySystem }
export const close = (supervises = false, change = {}): Command => ({
  type: 'close',
  actor: byAgent(ana),
  supervises,
  ...change
})
export const dismiss: Command = { type: 'dismiss', outcome: 'called back', actor: byAgent(ana) }
export const left: Command = { type: 'contactLeft', leftAt: noon }
export const expire: Command = { type: 'expire' }
const by = { ...ana, supervises: false }
export const toAgent = (targetId = 'rui'): Command => ({
  type: 'transferToAgent',
  by,
  target: present(targetId),
  offer: offerTo(targetId, { kind: 'transfer' }),
  slot: `${targetId}#0`,
  allowed: true
})
export const toDepartment = (change: Partial<Extract<Command, { type: 'transferToDepartment' }>> = {}): Command => ({
  type: 'transferToDepartment',
  by,
  departmentId: 'support',
  allowed: true,
  attended: true,
  placement: 'keep',
  ...change
})
export const overflow = (change: Partial<Extract<Command, { type: 'overflow' }>> = {}): Command => ({
  type: 'overflow',
  afterMs: 60_000,
  departmentId: 'support',
  attended: true,
  placement: 'keep',
  ...change
})
export const handOver: Command = { type: 'handOver', departmentId: 'support', placement: 'keep' }
export const waiting = (seconds: number, change: Parameters<typeof inStatus.queued>[0] = {}) =>
  inStatus.queued({ waitingSince: after(-seconds * 1000), ...change })
export const sendTemplate = (agentId = 'ana'): Send => ({
  ...send,
  agentId,
  message: {
    ...send.message,
    content: { type: 'template', name: 'hello', language: 'en', components: [], text: 'Hello' }
  }
})
export const send: Send = {
  type: 'send',
  agentId: 'ana',
  can: capabilitiesOf.whatsapp,
  message: {
    id: 'm',
    conversationId: 'conv',
    direction: 'outbound',
    author: { kind: 'agent', id: 'ana' },
    content: { type: 'text', text: 'hi' },
    sentAt: noon.toISOString(),
    receivedAt: noon.toISOString()
  }
}
export const expired = { window: { expiresAt: noon } }
export const webchat = {
  channel: { id: 'web', kind: 'webchat' as const, name: 'Site', session: { kind: 'attended' as const } }
}
