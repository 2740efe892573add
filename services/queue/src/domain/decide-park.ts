import type { ActorRef, ParkedUntil } from '@inbox/contracts'
import { type AgentState, isAtWork } from './agent.ts'
import {
  agentOf,
  baseOf,
  byContact,
  bySystem,
  type ComesBack,
  type Conversation,
  type Pending,
  type PendingReason,
  parkedUntilOf
} from './conversation.ts'
import { type Decided, illegal, moved, refuse, unchanged } from './decision.ts'
import { isOpen } from './session-window.ts'

/** Nobody needs longer. */
const LONGEST_MS = 366 * 86_400_000

/** T8: set aside, by its owner or because the owner is gone. */
export interface Park {
  type: 'park'
  agentId: string
  reason: PendingReason
  actor: ActorRef
  note?: string
  until?: ParkedUntil
}

/** The owner may park it again, until another time; an owner's absence does not touch what they had set aside. */
export function decidePark(command: Park, conversation: Conversation, now: Date): Decided {
  const { agentId, reason, actor, note, until } = command
  const owner = agentOf(conversation)
  if (owner?.id !== agentId) return refuse('not-owner', 'Somebody else has this conversation', conversation)
  if (conversation.status !== 'ongoing' && conversation.status !== 'pending') return illegal('parked', conversation)
  if (owner.bot) return refuse('forbidden', 'A bot cannot park: it answers or hands over', conversation)
  const comesBack = until === undefined ? undefined : comesBackBy(until)
  const next: Pending = {
    ...baseOf(conversation),
    status: 'pending',
    agent: owner,
    reason,
    ...(comesBack && { comesBack })
  }
  const same = reason !== 'parked' || parkedUntilOf(conversation) === parkedUntilOf(next)
  if (conversation.status === 'pending' && same) return { ok: true, value: unchanged }
  const ahead = comesBack?.at && comesBack.at.getTime() - now.getTime()
  if (ahead !== undefined && (ahead <= 0 || ahead > LONGEST_MS))
    return refuse('unprocessable', '`until` must be in the future, by at most one year', conversation)
  return moved(conversation, next, {
    rule: 'T8',
    cause: reason,
    actor,
    at: now,
    previousAgentId: agentId,
    ...(note !== undefined && { note }),
    ...(until !== undefined && { until })
  })
}

const comesBackBy = (until: ParkedUntil): ComesBack => (until === 'contactWrites' ? {} : { at: new Date(until) })

/** A parked conversation whose contact has written: if it comes back by itself, it is due at once. */
export const dueByWriting = (pending: Pending, now: Date): Pending =>
  pending.comesBack
    ? {
        ...pending,
        comesBack: { at: pending.comesBack.at && pending.comesBack.at < now ? pending.comesBack.at : now, wrote: true }
      }
    : pending

/** T24: a parked conversation is due and comes back by itself, to its owner or, if they cannot have it, to Queue. */
export interface ComeBack {
  type: 'comeBack'
  /** The owner, as far as the caller knows. */
  agentId: string
  /** The owner with a slot of theirs; missing = to Queue. */
  to?: { agent: AgentState; slot: string }
}

export function decideComeBack({ agentId, to }: ComeBack, conversation: Conversation, now: Date): Decided {
  if (conversation.status !== 'pending') return illegal('brought back', conversation)
  const { agent: owner, comesBack } = conversation
  if (owner.id !== agentId) return refuse('not-owner', `${owner.name} has this conversation`, conversation)
  if (!comesBack?.at || comesBack.at > now) return refuse('illegal-transition', 'It is not due yet', conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  if (to && !isAtWork(to.agent)) return refuse('not-eligible', `${owner.name} is not at work`, conversation)
  const next: Conversation = to
    ? { ...baseOf(conversation), status: 'ongoing', agent: owner, slots: [to.slot] }
    : { ...baseOf(conversation), status: 'queued', preferredAgentId: owner.id }
  return moved(conversation, next, {
    rule: 'T24',
    ...(comesBack.wrote ? { cause: 'contactWrote', actor: byContact } : { cause: 'parkEnded', actor: bySystem }),
    at: now,
    previousAgentId: owner.id
  })
}
