import type { Conversation } from './conversation.ts'
import { countTime, estimateOf, judge, newPace, type Pace } from './pace.ts'

/** Conversations waiting in a department, for an offer or its answer, and how fast they get their turn. */
export interface Line {
  length: number
  pace: Pace
}

/** The estimate made when a conversation joined its line. Times in ms. */
export interface Expectation {
  at: number
  waitMs: number
}

interface Queueing {
  line: Line
  /** Those in the line without an offer, in order. */
  waiting: { size: number; rank(conversation: Conversation): number }
}

interface Measured {
  /** Whether changes happen now, rather than being read from a snapshot. */
  measuring: boolean
  expected: Map<string, Expectation>
}

/** About 2 MB; beyond, estimates are not kept for comparison. */
const MAX_EXPECTED = 20_000

export const newLine = (): Line => ({ length: 0, pace: newPace() })

/**
 * From now on (ms), every change of the replica is an actual event, not something read from a snapshot.
 * `remembered`: the departments' paces as last saved; time without an observer does not count.
 */
export function beginMeasuring(
  replica: Measured & { departments: ReadonlyMap<string, Pick<Queueing, 'line'>> },
  now: number,
  remembered: ReadonlyMap<string, Pace> = new Map()
): void {
  replica.measuring = true
  for (const [id, { line }] of replica.departments) line.pace = { ...(remembered.get(id) ?? newPace()), countedTo: now }
}

/**
 * The department in whose line it stands; undefined = none. A transfer on offer is with somebody, so does not wait;
 * bots' conversations say nothing about people's pace.
 */
export const lineOf = (
  conversation: Conversation | undefined,
  isBot: (agentId: string) => boolean
): string | undefined => {
  if (!conversation) return undefined
  const { status, holderIds, departmentId, botsTurn } = conversation
  if (botsTurn || holderIds.some(isBot)) return undefined
  return status === 'queued' || (status === 'offered' && holderIds.length < 2) ? departmentId : undefined
}

/** It leaves the line: served, gone, or moved to another department. */
export function leave(
  { expected, measuring }: Measured,
  { line }: Pick<Queueing, 'line'>,
  id: string,
  served: boolean,
  at: number
): void {
  countTime(line.pace, line.length, at)
  line.length -= 1
  const expectation = expected.get(id)
  expected.delete(id)
  if (!measuring) return
  line.pace.turns += 1
  if (served && expectation) judge(line.pace, expectation.waitMs, Math.max(0, at - expectation.at))
}

/** It joins the line; if it waits for an offer, it is in `waiting` already. */
export function join(
  { expected, measuring }: Measured,
  department: Queueing,
  conversation: Conversation,
  at: number
): void {
  const { line } = department
  countTime(line.pace, line.length, at)
  line.length += 1
  const waitMs = measuring ? estimateFor(department, conversation, at) : undefined
  if (waitMs !== undefined && expected.size < MAX_EXPECTED) expected.set(conversation.id, { at, waitMs })
}

/** How long until a waiting conversation gets its turn (ms), after those on offer; undefined = not known yet. */
export const estimateFor = ({ line, waiting }: Queueing, conversation: Conversation, now: number) =>
  estimateOf(line.pace, line.length, Math.max(0, waiting.rank(conversation) + (line.length - waiting.size)), now)

/** How long a conversation that joined the end of the line now would wait (ms). */
export const estimateForNext = ({ line }: Pick<Queueing, 'line'>, now: number) =>
  estimateOf(line.pace, line.length, line.length, now)
