import { counter } from '@inbox/telemetry'

/** Zero while handlers and timers work: asserted in every run without disturbances. */
export const repairs = counter('queue_repairs_total', 'Repairs; each is a sign of a defect', ['kind'])
