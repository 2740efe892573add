import { type ConversationSummary, type Transition, transitionCause } from '@inbox/contracts'
import type { StepWords } from './step-words.ts'

export interface Names {
  agent(id: string): string | undefined
  department(id: string): string | undefined
}

interface StepDescription {
  /** What happened. */
  title: string
  /** Who did it, or what caused it. */
  because: string
  /** Why it was closed, according to whoever closed it. */
  reason?: string
}

const UNKNOWN = '…'

/** Describes a step in a conversation's life. */
export function describeStep(step: Transition, words: StepWords, names: Names): StepDescription {
  const { rule, actor, previousAgentId, previousDepartmentId, toAgentId, toDepartmentId } = step
  const agent = (id: string | undefined) => (id === undefined ? undefined : names.agent(id))
  const department = (id: string | undefined) => (id === undefined ? undefined : (names.department(id) ?? UNKNOWN))
  const concerned = toAgentId ?? step.decision?.chosenAgentId ?? previousAgentId ?? actor.id
  const cause = transitionCause.safeParse(step.cause).data
  // in older histories the cause of a closure is its reason
  const reason = step.reason ?? (cause ? undefined : step.cause)
  const about = {
    by: actor.name ?? agent(actor.id) ?? UNKNOWN,
    who: agent(concerned) ?? UNKNOWN,
    from: department(previousDepartmentId) ?? UNKNOWN,
    to: department(toDepartmentId) ?? ''
  }
  return {
    title: words.steps[rule as keyof StepWords['steps']] ?? rule,
    because: cause ? words.causes[cause](about) : actedBy(step, words),
    ...(reason !== undefined && { reason })
  }
}

const actedBy = ({ actor }: Transition, words: StepWords): string =>
  actor.kind === 'contact'
    ? words.byContact
    : actor.kind === 'system'
      ? words.bySystem
      : words.by(actor.name ?? UNKNOWN)

/** Why a conversation is pending, inactive or closed, if there is more to say than that. */
export function reasonOf(
  { status, reason, agent }: Pick<ConversationSummary, 'status' | 'reason' | 'agent'>,
  words: StepWords
): string | undefined {
  if (reason === undefined || !['pending', 'inactive', 'closed'].includes(status)) return undefined
  const cause = transitionCause.safeParse(reason).data
  if (cause === undefined) return reason
  const name = agent?.name ?? UNKNOWN
  return cause === 'parked' || cause === 'closed'
    ? undefined
    : words.causes[cause]({ by: name, who: name, from: UNKNOWN, to: '' })
}
