import { type OpeningHours, openingAt } from '@inbox/kernel'

/** Whether somebody could answer and, if nobody can because it is closed, when it opens again. */
export interface Attendance {
  attended: boolean
  opensAt?: string
}

/** Without `hours` (no business hours), nobody knows when somebody will come. */
export function attendanceOf(attended: boolean, hours: OpeningHours | undefined, now: Date): Attendance {
  if (attended || !hours) return { attended }
  const { open, until } = openingAt(hours, now)
  return { attended, ...(!open && until && { opensAt: until.toISOString() }) }
}
