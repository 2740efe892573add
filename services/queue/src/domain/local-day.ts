const DAY_MS = 86_400_000

/**
 * The instant at which a day (`2026-03-29`) begins in an IANA time zone: its midnight, or its first moment where clocks
 * skip midnight.
 */
export function beginningOf(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // the offset may change within the day: the one before and the one after lead to candidates
  const candidates = [midnight - DAY_MS, midnight + DAY_MS].map(at => midnight - offsetMs(new Date(at), timeZone))
  const fitting = candidates.filter(at => offsetMs(new Date(at), timeZone) === midnight - at)
  return new Date(fitting.length > 0 ? Math.min(...fitting) : Math.max(...candidates))
}

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/** How far the zone's clocks are ahead of UTC at that instant. */
function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find(each => each.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at.getTime() / 1000) * 1000
}
