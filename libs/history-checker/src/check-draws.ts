import type { History } from './history.ts'

/** With fewer expected draws per place, nothing can be concluded. */
const FEWEST = 20
/** Standard deviations from the mean; a fair draw exceeds this at most once in a million runs. */
const MAX_DEVIATIONS = 8

/** I14: random draws hit each place of the sorted candidates equally often. Coarse: chi-square by candidate count. */
export function drawsAreFair({ transitions }: History): string[] {
  const decisions = transitions
    .flatMap(({ decision }) => decision ?? [])
    .filter(({ strategy, preferred, candidates }) => strategy === 'random' && !preferred && candidates.length > 1)
  return [...Map.groupBy(decisions, ({ candidates }) => candidates.length)].flatMap(([places, drawn]) => {
    const expected = drawn.length / places
    if (expected < FEWEST) return []
    const counts = Array.from({ length: places }, () => 0)
    for (const { candidates, chosenAgentId } of drawn) counts[candidates.toSorted().indexOf(chosenAgentId)]! += 1
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    const deviations = (chiSquare - (places - 1)) / Math.sqrt(2 * (places - 1))
    return deviations <= MAX_DEVIATIONS
      ? []
      : [`I14: of ${places} candidates each was drawn ${counts.join(', ')} times`]
  })
}
