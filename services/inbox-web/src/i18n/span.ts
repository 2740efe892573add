const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's']
] as const

/** A span of time in its largest unit, for lists: 45s, 12m, 3h, 2d. */
export const spanOf = (ms: number): string => inUnits(ms, 1)

/** The same with the next unit below, where the difference counts: 1m 20s, 3h 5m. */
export const durationOf = (ms: number): string => inUnits(ms, 2)

function inUnits(ms: number, most: number): string {
  const first = units.findIndex(([length]) => ms >= length)
  if (first < 0) return '0s'
  let left = ms
  const parts = units.slice(first, first + most).map(([length, unit]) => {
    const count = Math.floor(left / length)
    left -= count * length
    return count > 0 ? `${count}${unit}` : ''
  })
  return parts.join(' ').trim()
}
