import type { ChosenStatus, Link, StatusPeriod, StatusTimes } from '@inbox/contracts'

/** A change as logged: what was true from `from` on. */
export type LoggedChange = Omit<StatusPeriod, 'from' | 'to' | 'durationMs'> & { from: Date }

/** Turns changes (newest first) into periods: each lasts until the one after it, the newest until `next`, or still. */
export function periodsOf(changes: readonly LoggedChange[], next: Date | undefined, now: Date): StatusPeriod[] {
  return changes.map(({ from, ...change }, index) => {
    const to = index === 0 ? next : changes[index - 1]!.from
    return {
      ...change,
      from: from.toISOString(),
      ...(to && { to: to.toISOString() }),
      durationMs: Math.max(0, (to ?? now).getTime() - from.getTime())
    }
  })
}

export interface Range {
  from: Date
  to: Date
}

/** How long each status and link lasted within the range, longest first. */
export function timesWithin(periods: readonly StatusPeriod[], range: Range, now: Date): StatusTimes['times'] {
  const times = new Map<string, { status: ChosenStatus; reason?: string; link: Link; durationMs: number }>()
  for (const { status, reason, link, from, to } of periods) {
    const start = Math.max(Date.parse(from), range.from.getTime())
    const end = Math.min(to ? Date.parse(to) : now.getTime(), range.to.getTime())
    if (end <= start) continue
    const key = JSON.stringify([status, reason, link])
    const time = times.get(key) ?? { status, ...(reason && { reason }), link, durationMs: 0 }
    time.durationMs += end - start
    times.set(key, time)
  }
  return [...times.values()].sort((a, b) => b.durationMs - a.durationMs)
}
