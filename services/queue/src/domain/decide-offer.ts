import type { ActorRef, DecisionRecord } from '@inbox/contracts'
import { type AgentState, isPresent, mayBeOffered, NOT_CONNECTED, type SourceState } from './agent.ts'
import {
  type AgentRef,
  agentOf,
  baseOf,
  byAgent,
  type Conversation,
  isSlotOf,
  type Offer,
  type Offered,
  refOf,
  startedBy
} from './conversation.ts'
import { type Decided, illegal, moved, refuse, unchanged } from './decision.ts'
import { frontPriority, ordinaryPriority } from './priority.ts'

/** T3 (automatic), T5 (assigned, even if pending). `slot`: free as far as the caller knows; the index decides. */
export interface MakeOffer {
  type: 'makeOffer'
  agent: AgentState
  offer: Offer
  slot: string
  actor: ActorRef
  /** For an automatic offer: the policy version it was decided on, and the policy that holds now. */
  policy?: { decidedOn: number; now: number; mode: 'manual' | 'automatic' }
  decision?: DecisionRecord
  newRound?: boolean
}

export function decideMakeOffer(command: MakeOffer, conversation: Conversation, now: Date): Decided {
  const { agent, offer, policy } = command
  if (conversation.status === 'offered' && conversation.offer.id === offer.id) return { ok: true, value: unchanged }
  const { status } = conversation
  if (status !== 'queued' && !(status === 'pending' && offer.kind === 'assigned'))
    return illegal('offered', conversation)
  const { botsTurn = false } = conversation
  const isDecided = !policy || (policy.decidedOn === policy.now && (policy.mode === 'automatic' || botsTurn))
  if (!isDecided) return refuse('version-mismatch', "The department's policy has changed in the meantime", conversation)
  if (policy && agent.bot && !botsTurn) return refuse('not-eligible', "It is not the bot's turn", conversation)
  if (!mayBeOffered(agent, conversation.departmentId)) {
    return refuse(
      'not-eligible',
      `${agent.name} is ${agent.link} and ${agent.status}, and cannot be offered this`,
      conversation
    )
  }
  const next: Offered = {
    ...baseOf(conversation),
    status: 'offered',
    offer,
    slots: [command.slot],
    offerNumber: conversation.offerNumber + 1,
    excludedAgentIds: command.newRound ? [] : conversation.excludedAgentIds
  }
  const rule = offer.kind === 'assigned' ? 'T5' : 'T3'
  const owner = agentOf(conversation)
  return moved(conversation, next, {
    rule,
    cause: offer.kind,
    actor: command.actor,
    at: now,
    offerId: offer.id,
    ...(owner && { previousAgentId: owner.id }),
    ...(command.decision && { decision: command.decision })
  })
}

/** T6 and T19: the agent accepts the offer. Repeating it, from another tab or device, changes nothing. */
export interface AcceptOffer {
  type: 'acceptOffer'
  agent: AgentState
  offerId?: string
}

export function decideAcceptOffer(command: AcceptOffer, conversation: Conversation, now: Date): Decided {
  const { agent, offerId } = command
  if (conversation.status === 'ongoing' && conversation.agent.id === agent.id) return { ok: true, value: unchanged }
  if (conversation.status === 'ongoing')
    return refuse('already-taken', `${conversation.agent.name} has this conversation`, conversation)
  if (conversation.status !== 'offered') {
    return offerId
      ? refuse('offer-revoked', 'The offer no longer stands', conversation)
      : illegal('accepted', conversation)
  }
  const { offer } = conversation
  if (offer.agentId !== agent.id || (offerId !== undefined && offerId !== offer.id)) {
    return refuse('offer-revoked', 'It is now offered to somebody else', conversation)
  }
  if (!isPresent(agent)) return refuse('not-eligible', NOT_CONNECTED, conversation)
  const transfer = offer.kind === 'transfer'
  return moved(
    conversation,
    {
      ...baseOf(conversation),
      status: 'ongoing',
      agent: refOf(agent),
      slots: conversation.slots.filter(slot => isSlotOf(slot, agent.id)),
      priority: ordinaryPriority(conversation),
      ...startedBy(agent, conversation, now),
      excludedAgentIds: []
    },
    {
      rule: transfer ? 'T19' : 'T6',
      cause: 'accepted',
      actor: byAgent(agent),
      at: now,
      offerId: offer.id,
      ...(conversation.agent && { previousAgentId: conversation.agent.id })
    }
  )
}

export type EndCause =
  | 'declined'
  | 'deadline'
  | 'agentLost'
  | 'notAvailable'
  | 'loggedOut'
  | 'limitLowered'
  | 'notMember'
  | 'cancelled'

/** T7 and T20: the offer ends unaccepted. `source` matters for transfers only. */
export interface EndOffer {
  type: 'endOffer'
  /** If missing, whichever offer stands. */
  offerId?: string
  cause: EndCause
  /** Who declines or cancels it, if anybody does: only what is theirs to end. */
  by?: { id: string; supervises: boolean }
  actor: ActorRef
  source?: SourceState
}

export function decideEndOffer(command: EndOffer, conversation: Conversation, now: Date): Decided {
  const revoked = () => refuse('offer-revoked', 'The offer no longer stands', conversation)
  if (conversation.status !== 'offered') return revoked()
  if (command.by && !isTheirs(command.by, command.cause, conversation))
    return refuse('not-owner', 'This offer is not for you', conversation)
  const { offer } = conversation
  if (command.offerId !== undefined && command.offerId !== offer.id) return revoked()
  if (command.cause === 'deadline' && (!offer.expiresAt || now < offer.expiresAt)) {
    return refuse('illegal-transition', 'The offer still stands', conversation)
  }
  const step = {
    cause: command.cause,
    actor: command.actor,
    at: now,
    offerId: offer.id,
    previousAgentId: offer.agentId
  }
  return conversation.agent
    ? backToSource(conversation, conversation.agent, command, step)
    : moved(conversation, backInQueue(conversation, command.cause, now), { rule: 'T7', ...step })
}

/** Only the agent it was offered to may decline; only the source of the transfer, or a supervisor, may cancel. */
const isTheirs = ({ id, supervises }: Required<EndOffer>['by'], cause: EndCause, { offer, agent }: Offered): boolean =>
  cause === 'declined' ? offer.agentId === id : agent !== undefined && (agent.id === id || supervises)

// only an agent who could have answered and did not is skipped for the rest of the round
function backInQueue(conversation: Offered, cause: EndCause, now: Date): Conversation {
  const letPass = cause === 'declined' || cause === 'deadline'
  const excludedAgentIds = letPass
    ? [...conversation.excludedAgentIds, conversation.offer.agentId]
    : conversation.excludedAgentIds
  return { ...baseOf(conversation), status: 'queued', excludedAgentIds, offerEndedAt: now }
}

/** A bot that handed it over does not get it back: it returns to Queue, at its old place, for people. */
function backToSource(
  conversation: Offered,
  agent: AgentRef,
  { source, cause }: EndOffer,
  step: Omit<Parameters<typeof moved>[2], 'rule'>
): Decided {
  const slots = conversation.slots.filter(slot => isSlotOf(slot, agent.id))
  const next: Conversation = agent.bot
    ? backInQueue(conversation, cause, step.at)
    : source === 'deactivated'
      ? { ...backInQueue(conversation, cause, step.at), priority: frontPriority(conversation) }
      : source === 'present' && slots.length > 0
        ? { ...baseOf(conversation), status: 'ongoing', agent, slots }
        : { ...baseOf(conversation), status: 'pending', agent, reason: 'transferFailed' }
  return moved(conversation, next, { rule: 'T20', ...step })
}

/** The source of a transfer on offer is gone: its slot becomes free, the offer stands. */
export interface ReleaseSource {
  type: 'releaseSource'
  agentId: string
}

export function decideReleaseSource(command: ReleaseSource, conversation: Conversation): Decided {
  if (conversation.status !== 'offered' || conversation.agent?.id !== command.agentId)
    return { ok: true, value: unchanged }
  const slots = conversation.slots.filter(slot => !isSlotOf(slot, command.agentId))
  if (slots.length === conversation.slots.length) return { ok: true, value: unchanged }
  return { ok: true, value: { next: { ...conversation, slots } } }
}
