import type {
  ActorRef,
  ConversationStatus,
  DecisionRecord,
  HandOverContext,
  Message,
  ParkedUntil,
  Rating,
  RejectionCode,
  TransitionCause
} from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { isWithBot } from './bot.ts'
import { agentOf, type Conversation, currentOf, offerOf, waitBeganAt } from './conversation.ts'

/** One numbered transition, as history tells it. */
export interface Step {
  rule: `T${number}`
  from: ConversationStatus | null
  to: ConversationStatus
  cause: TransitionCause
  /** Why it was closed, as whoever closed it said. */
  reason?: string
  actor: ActorRef
  at: Date
  note?: string
  /** Of what was parked: when it is to come back by itself. */
  until?: ParkedUntil
  context?: HandOverContext
  /** Whoever it counts for is a bot. */
  bot?: true
  offerId?: string
  previousAgentId?: string
  previousDepartmentId?: string
  toAgentId?: string
  toDepartmentId?: string
  decision?: DecisionRecord
  /** How long the status that it leaves had lasted. */
  lastedMs?: number
  /** Of the first start by a person, and of an end without any: how long since it came to wait for one. */
  waitedMs?: number
  /** Of the end of a conversation that was served: how long people had it in Ongoing, all times together. */
  handledMs?: number
}

/** What a command makes of a conversation: its next state, and what is to be told and stored with it. */
export interface Decision {
  next: Conversation
  step?: Step
  message?: Message
  /** Whether `message` is to leave through the channel. */
  deliver?: boolean
  /** What the contact is told by the system besides; it leaves through the channel. */
  notice?: Message
  /** The place in the queue that `notice` tells. */
  positionTold?: { position: number; estimateSeconds?: number }
  /** How it was for its contact, as they have just said. */
  rating?: Rating
  /** Who moved it within the queue. */
  prioritized?: { from: number; to: number; actor: ActorRef }
}

/** Nothing to do: the command had been carried out before. */
export const unchanged = 'unchanged'

export type RefusalCode = RejectionCode | 'forbidden' | 'unprocessable'
export type Refusal = Rejection<RefusalCode>
export type Decided = Result<Decision | typeof unchanged, Refusal>

export const refuse = (code: RefusalCode, detail: string, conversation: Conversation) =>
  reject(code, detail, currentOf(conversation))

export const illegal = (verb: string, conversation: Conversation) =>
  refuse('illegal-transition', `A conversation that is ${conversation.status} cannot be ${verb}`, conversation)

/**
 * The decision to move on to `next` by `rule`. A wait begins in each department anew; whatever is served may overflow anywhere
 * again; a bot comes first only until something else has happened.
 */
export const moved = (
  before: Conversation,
  { overflowedFrom, botsTurn, ...next }: Conversation,
  step: Omit<Step, 'from' | 'to'>,
  more: Pick<Decision, 'message'> = {}
): { ok: true; value: Decision } => {
  const beginsToWait = waits(next) && !(waits(before) && next.departmentId === before.departmentId)
  const lastedMs = between(before.statusSince, step.at)
  const withBot = isWithBot(before)
  const servedMs = (before.servedMs ?? 0) + (before.status === 'ongoing' && !withBot ? lastedMs : 0)
  const goesToPeople = withBot && next.status !== 'closed'
  const after = {
    ...next,
    statusSince: step.at,
    ...(servedMs > 0 && { servedMs }),
    ...(beginsToWait && { waitingSince: step.at }),
    ...(goesToPeople && { handedOverAt: before.handedOverAt ?? step.at }),
    ...(step.context && { context: step.context }),
    ...(overflowedFrom && next.status !== 'ongoing' && { overflowedFrom })
  }
  const offer = offerOf(next)
  return ok({
    next: after,
    step: {
      from: before.status,
      to: next.status,
      ...step,
      lastedMs,
      ...(offer && { toAgentId: offer.agentId }),
      ...(next.departmentId !== before.departmentId && { toDepartmentId: next.departmentId }),
      ...(countsForBot(before, next) && { bot: true as const }),
      ...(endsWait(before, next) && { waitedMs: between(waitBeganAt(before), step.at) }),
      ...(before.startedAt && next.status === 'closed' && { handledMs: servedMs })
    },
    ...more
  })
}

/** Whether nobody serves it: in Queue, or on an offer out of Queue. */
const waits = (conversation: Conversation) =>
  conversation.status === 'queued' || (conversation.status === 'offered' && !agentOf(conversation))

/** Whoever has it or is offered it, before or afterwards as `factOf` counts it, is a bot. */
function countsForBot(before: Conversation, next: Conversation): boolean {
  if (before.status === 'ongoing') return isWithBot(before)
  if (before.status === 'offered' && next.status === 'queued') return before.offer.bot === true
  return next.status === 'offered' ? next.offer.bot === true : agentOf(next)?.bot !== undefined
}

/** Whether the contact's waiting for a person ends for good: with the first start, or because nobody will start it. */
function endsWait(before: Conversation, next: Conversation): boolean {
  if (before.startedAt) return false
  if (next.status === 'ongoing') return !isWithBot(next)
  return (
    (before.status === 'queued' || before.status === 'offered') &&
    (next.status === 'inactive' || next.status === 'closed')
  )
}

/** What whoever hands it over says to those who get it. */
export const said = ({ note, context }: Pick<Step, 'note' | 'context'>): Pick<Step, 'note' | 'context'> => ({
  ...(note !== undefined && { note }),
  ...(context && context.length > 0 && { context })
})

const between = (since: Date, until: Date) => Math.max(0, until.getTime() - since.getTime())
