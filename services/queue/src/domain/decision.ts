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

/** One numbered transition, as the history shows it. */
export interface Step {
  rule: `T${number}`
  from: ConversationStatus | null
  to: ConversationStatus
  cause: TransitionCause
  /** The closing reason that was given. */
  reason?: string
  actor: ActorRef
  at: Date
  note?: string
  /** When a parked conversation should come back by itself. */
  until?: ParkedUntil
  context?: HandOverContext
  /** It counts for a bot. */
  bot?: true
  offerId?: string
  previousAgentId?: string
  previousDepartmentId?: string
  toAgentId?: string
  toDepartmentId?: string
  decision?: DecisionRecord
  /** How long the previous status lasted. */
  lastedMs?: number
  /** On the first start by a person, and on an end without one: how long it had waited for a person. */
  waitedMs?: number
  /** On the end of a conversation that was served: how long people had it in Ongoing, in total. */
  handledMs?: number
}

/** The outcome of a command: the next state, and what to publish and store with it. */
export interface Decision {
  next: Conversation
  step?: Step
  message?: Message
  /** Whether `message` is to be sent through the channel. */
  deliver?: boolean
  /** What the system tells the contact in addition, through the channel. */
  notice?: Message
  /** The place in the queue that `notice` announces. */
  positionTold?: { position: number; estimateSeconds?: number }
  /** The rating that the contact has just given. */
  rating?: Rating
  /** Who moved it within the queue. */
  prioritized?: { from: number; to: number; actor: ActorRef }
}

/** Nothing to do: the command was carried out before. */
export const unchanged = 'unchanged'

export type RefusalCode = RejectionCode | 'forbidden' | 'unprocessable'
export type Refusal = Rejection<RefusalCode>
export type Decided = Result<Decision | typeof unchanged, Refusal>

export const refuse = (code: RefusalCode, detail: string, conversation: Conversation) =>
  reject(code, detail, currentOf(conversation))

export const illegal = (verb: string, conversation: Conversation) =>
  refuse('illegal-transition', `A conversation that is ${conversation.status} cannot be ${verb}`, conversation)

/**
 * The decision to move on to `next` by `rule`. Each department starts a new wait; once served, a conversation may
 * overflow anywhere again; a bot comes first only until something else has happened.
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

/** Whether the agent it counts for, who had it before or gets it now as in `factOf`, is a bot. */
function countsForBot(before: Conversation, next: Conversation): boolean {
  if (before.status === 'ongoing') return isWithBot(before)
  if (before.status === 'offered' && next.status === 'queued') return before.offer.bot === true
  return next.status === 'offered' ? next.offer.bot === true : agentOf(next)?.bot !== undefined
}

/** Whether the wait for a person ends for good: it is started for the first time, or nobody will start it any more. */
function endsWait(before: Conversation, next: Conversation): boolean {
  if (before.startedAt) return false
  if (next.status === 'ongoing') return !isWithBot(next)
  return (
    (before.status === 'queued' || before.status === 'offered') &&
    (next.status === 'inactive' || next.status === 'closed')
  )
}

/** The words of a hand-over, for those who get the conversation. */
export const said = ({ note, context }: Pick<Step, 'note' | 'context'>): Pick<Step, 'note' | 'context'> => ({
  ...(note !== undefined && { note }),
  ...(context && context.length > 0 && { context })
})

const between = (since: Date, until: Date) => Math.max(0, until.getTime() - since.getTime())
