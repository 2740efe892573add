import type { ActorRef, Satisfaction } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { isWithBot } from './bot.ts'
import { agentOf, baseOf, byContact, bySystem, type Conversation, isLive } from './conversation.ts'
import { type Decided, illegal, moved, refuse, unchanged } from './decision.ts'
import { askingAt } from './satisfaction.ts'
import { isOpen } from './session-window.ts'

/** T12: the session window has ended; `refused` = the provider says so, whatever our clock says. */
export interface Expire {
  type: 'expire'
  refused?: boolean
}

export function decideExpire(command: Expire, conversation: Conversation, now: Date): Decided {
  if (!isLive(conversation)) return { ok: true, value: unchanged }
  const open = isOpen(conversation.window, now)
  if (open && !command.refused) return refuse('illegal-transition', 'The session window is still open', conversation)
  const agent = agentOf(conversation)
  return moved(
    conversation,
    {
      ...baseOf(conversation),
      status: 'inactive',
      reason: 'windowExpired',
      ...(agent && { agent }),
      ...(command.refused && open && { window: { expiresAt: now } })
    },
    {
      rule: 'T12',
      cause: command.refused ? 'refusedByProvider' : 'windowExpired',
      actor: bySystem,
      at: now,
      ...(agent && { previousAgentId: agent.id }),
      ...endedOffer(conversation)
    }
  )
}

/** T15, T16 and T17, by anybody permitted. */
export interface Close {
  type: 'close'
  actor: ActorRef
  supervises: boolean
  reason?: string
  /** The closing reasons that the department's form offers; required = one must be given. */
  form?: { required: boolean; reasons: string[] }
  tags?: string[]
  note?: string
  /** How the conversation's department asks for a rating. */
  satisfaction?: Satisfaction
}

export function decideClose(command: Close, conversation: Conversation, now: Date): Decided {
  if (conversation.status === 'closed') return { ok: true, value: unchanged }
  if (conversation.status === 'inactive' || conversation.status === 'offered') return illegal('closed', conversation)
  const owner = agentOf(conversation)
  if (conversation.status === 'queued' && !command.supervises) return illegal('closed by an agent', conversation)
  if (owner && owner.id !== command.actor.id && !command.supervises)
    return refuse('not-owner', `${owner.name} has this conversation`, conversation)
  const wrong = command.form && formProblem(command.form, command.reason)
  if (wrong) return refuse('unprocessable', wrong, conversation)
  const next = closed(conversation, now, command.reason)
  const asking = askingAt(conversation, command.satisfaction, now)
  const tags = [...new Set([...next.tags, ...(command.tags ?? [])])]
  const done = moved(
    conversation,
    { ...next, ...(asking && { ratable: asking.ratable }), tags },
    {
      rule: conversation.status === 'queued' ? 'T17' : 'T16',
      cause: 'closed',
      ...(command.reason !== undefined && { reason: command.reason }),
      actor: command.actor,
      at: now,
      ...(owner && { previousAgentId: owner.id }),
      ...(command.note !== undefined && { note: command.note })
    }
  )
  return asking?.notice ? ok({ ...done.value, notice: asking.notice }) : done
}

function formProblem(form: { required: boolean; reasons: string[] }, reason: string | undefined): string | undefined {
  if (reason === undefined)
    return form.required ? `A reason is required, one of: ${form.reasons.join(', ')}` : undefined
  if (form.reasons.length === 0 || form.reasons.includes(reason)) return undefined
  return `The reason must be one of: ${form.reasons.join(', ')}`
}

/** T17 by the contact: a visitor left while waiting or with a bot; any offer ends. What a person serves, they close. */
export interface ContactLeft {
  type: 'contactLeft'
  leftAt: Date
}

export function decideContactLeft(command: ContactLeft, conversation: Conversation, now: Date): Decided {
  const { status, channel, lastMessage } = conversation
  if (status === 'closed') return { ok: true, value: unchanged }
  const waits = status === 'queued' || (status === 'offered' && !conversation.agent) || isWithBot(conversation)
  if (!waits || channel.session.kind !== 'attended') return illegal('left', conversation)
  if (lastMessage && lastMessage.at > command.leftAt)
    return refuse('illegal-transition', 'The contact has come back in the meantime', conversation)
  return moved(conversation, closed(conversation, now, 'visitorLeft'), {
    rule: 'T17',
    cause: 'visitorLeft',
    actor: byContact,
    at: now,
    ...endedOffer(conversation)
  })
}

/** T15: an inactive conversation is dismissed with an outcome, or superseded by a new one. Never automatic. */
export interface Dismiss {
  type: 'dismiss'
  outcome: string
  actor: ActorRef
}

export function decideDismiss(command: Dismiss, conversation: Conversation, now: Date): Decided {
  if (conversation.status === 'closed') return { ok: true, value: unchanged }
  if (conversation.status !== 'inactive') return illegal('dismissed', conversation)
  return moved(conversation, closed(conversation, now, command.outcome), {
    rule: 'T15',
    cause: 'dismissed',
    reason: command.outcome,
    actor: command.actor,
    at: now
  })
}

/** T15: a new conversation with the contact begins. */
export interface Supersede {
  type: 'supersede'
  actor: ActorRef
}

export function decideSupersede({ actor }: Supersede, conversation: Conversation, now: Date): Decided {
  if (conversation.status === 'closed') return { ok: true, value: unchanged }
  if (conversation.status !== 'inactive') return illegal('superseded', conversation)
  return moved(conversation, closed(conversation, now, 'superseded'), {
    rule: 'T15',
    cause: 'superseded',
    actor,
    at: now
  })
}

export function closed(conversation: Conversation, now: Date, reason?: string): Conversation {
  const agent = agentOf(conversation)
  return {
    ...baseOf(conversation),
    status: 'closed',
    closedAt: now,
    ...(reason && { reason }),
    ...(agent && { agent })
  }
}

export const endedOffer = (conversation: Conversation) =>
  conversation.status === 'offered'
    ? { offerId: conversation.offer.id, previousAgentId: conversation.offer.agentId }
    : {}
