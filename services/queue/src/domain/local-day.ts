import { instantsOf } from '@inbox/kernel'

const DAY_MS = 86_400_000
const midnightOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The instant a day (`2026-03-29`) begins in an IANA time zone: midnight, or its first moment if clocks skip that. */
export const beginningOf = (day: string, timeZone: string): Date =>
  new Date(instantsOf(midnightOf(day), timeZone).first)

export const dayAfter = (day: string): string => new Date(midnightOf(day) + DAY_MS).toISOString().slice(0, 10)
