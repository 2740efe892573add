export type PeriodName = 'today' | 'week' | 'month' | 'quarter' | 'own'

const daysOf: Record<Exclude<PeriodName, 'own'>, number> = { today: 1, week: 7, month: 30, quarter: 90 }

/** The date of an instant in `timeZone`: 2026-03-02. */
export const dateIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** The first and last day of a period that ends today. */
export function daysUpTo(name: Exclude<PeriodName, 'own'>, today: string): { from: string; to: string } {
  const from = new Date(Date.parse(`${today}T00:00:00Z`) - (daysOf[name] - 1) * 86_400_000)
  return { from: from.toISOString().slice(0, 10), to: today }
}
