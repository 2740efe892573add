import { counter } from '@inbox/telemetry'

/** Zero while handlers and timers do their duty: asserted of every run in which nothing was disturbed. */
export const repairs = counter('queue_repairs_total', 'What had to be put right; each is a sign of a defect', ['kind'])
