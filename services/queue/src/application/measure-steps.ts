import { counter, histogram, WAIT_SECONDS } from '@inbox/telemetry'
import type { Decision } from '../domain/decision.ts'
import type { LocalEvents } from './local-events.ts'

const steps = counter('conversation_transitions_total', 'Transitions of conversations', ['from', 'to'])
const offering = histogram(
  'conversation_offer_latency_seconds',
  'Time from when a conversation starts or resumes waiting to its automatic offer',
  ['department'],
  WAIT_SECONDS
)
const waiting = histogram(
  'conversation_waiting_seconds',
  'Time from the first message until an agent first has the conversation, or until it ends without one',
  ['department', 'outcome'],
  WAIT_SECONDS
)
const answering = histogram(
  'offer_answer_seconds',
  'Time from an offer to its end: accepted, or back in Queue',
  ['department', 'outcome'],
  WAIT_SECONDS
)

/** Measures conversations' transitions, each in the process that made it. */
export const measureSteps = (localEvents: LocalEvents): void => void localEvents.on('committed', measure)

function measure({ next, step }: Decision): void {
  if (!step) return
  const { from, to, lastedMs = 0, waitedMs } = step
  const department = next.departmentId
  steps.inc({ from: from ?? 'none', to })
  if (from === 'queued' && step.cause === 'automatic') offering.observe({ department }, lastedMs / 1000)
  if (waitedMs !== undefined)
    waiting.observe({ department, outcome: to === 'ongoing' ? 'started' : 'unserved' }, waitedMs / 1000)
  if (from === 'offered')
    answering.observe({ department, outcome: to === 'ongoing' ? 'accepted' : 'ended' }, lastedMs / 1000)
}
