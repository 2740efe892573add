import { type OpeningHours, openingAt } from '@inbox/kernel'

/** Whether somebody could answer; where nobody could because it is closed, when it opens again. */
export interface Attendance {
  attended: boolean
  opensAt?: string
}

/** `hours`: none = no business hours; then nobody knows when somebody comes. */
export function attendanceOf(attended: boolean, hours: OpeningHours | undefined, now: Date): Attendance {
  if (attended || !hours) return { attended }
  const { open, until } = openingAt(hours, now)
  return { attended, ...(!open && until && { opensAt: until.toISOString() }) }
}
