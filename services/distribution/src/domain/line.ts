import type { Conversation } from './conversation.ts'
import { countTime, estimateOf, judge, newPace, type Pace } from './pace.ts'

/** Those who wait in a department, for an offer or for its answer, and how fast they get their turn. */
export interface Line {
  length: number
  pace: Pace
}

/** What was estimated when a conversation joined its line. Times in ms. */
export interface Expectation {
  at: number
  waitMs: number
}

interface Queueing {
  line: Line
  /** Those of the line who have no offer, in order. */
  waiting: { size: number; rank(conversation: Conversation): number }
}

interface Measured {
  /** Whether what changes happens now, and is not read from a snapshot. */
  measuring: boolean
  expected: Map<string, Expectation>
}

/** About 2 MB; beyond, estimates are not remembered to be judged. */
const MAX_EXPECTED = 20_000

export const newLine = (): Line => ({ length: 0, pace: newPace() })

/**
 * From now on (ms) every change of the replica is something that happens, not something read from a snapshot.
 * `remembered`: how fast departments were when that was last written down; time in which nobody looked does not count.
 */
export function beginMeasuring(
  replica: Measured & { departments: ReadonlyMap<string, Pick<Queueing, 'line'>> },
  now: number,
  remembered: ReadonlyMap<string, Pace> = new Map()
): void {
  replica.measuring = true
  for (const [id, { line }] of replica.departments) line.pace = { ...(remembered.get(id) ?? newPace()), countedTo: now }
}

/** In whose line it stands; undefined: in none. A transfer on offer does not wait, it has somebody; what bots get tells nothing of people's pace. */
export const lineOf = (
  conversation: Conversation | undefined,
  isBot: (agentId: string) => boolean
): string | undefined => {
  if (!conversation) return undefined
  const { status, holderIds, departmentId, botsTurn } = conversation
  if (botsTurn || holderIds.some(isBot)) return undefined
  return status === 'queued' || (status === 'offered' && holderIds.length < 2) ? departmentId : undefined
}

/** It leaves the line: served, or gone, or to another department. */
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

/** It joins the line; where it waits for an offer, it already stands in `waiting`. */
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

/** How long until a waiting conversation of the line gets its turn (ms), those on offer going before it; undefined: not known yet. */
export const estimateFor = ({ line, waiting }: Queueing, conversation: Conversation, now: number) =>
  estimateOf(line.pace, line.length, Math.max(0, waiting.rank(conversation) + (line.length - waiting.size)), now)

/** How long until whoever came now, as the last, would get their turn (ms). */
export const estimateForNext = ({ line }: Pick<Queueing, 'line'>, now: number) =>
  estimateOf(line.pace, line.length, line.length, now)
