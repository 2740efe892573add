/** The levels people choose from; the contracts allow any number in between. */
export const levels = { urgent: 50, high: 10, normal: 0, low: -10 } as const
export type Level = keyof typeof levels

/** The level nearest to a priority, whoever set it; only 0 is normal. */
export function levelOf(priority: number): Level {
  if (priority >= levels.urgent) return 'urgent'
  if (priority > 0) return 'high'
  return priority < 0 ? 'low' : 'normal'
}
