/** A stretch of time in ms; `to` is exclusive. */
export interface Span {
  of: string
  from: number
  to: number
}
type Stretch = Pick<Span, 'from' | 'to'>

/** The maximum number of spans that cover the same instant. */
export const mostAtOnce = (spans: readonly Stretch[]): number =>
  Math.max(0, ...coverOf(spans).map(({ depth }) => depth))

/** The times covered by fewer than `limit` spans. */
export function roomBelow(limit: number, spans: readonly Stretch[]): Stretch[] {
  const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  return coverOf([...spans, always])
    .filter(({ depth }) => depth - 1 < limit)
    .map(({ from, to }) => ({ from, to }))
}

/** The time covered by both `a` and `b`; adjacent stretches are merged. */
export function common(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const both = joined(a).flatMap(one =>
    joined(b).map(other => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
  )
  return joined(both.filter(({ from, to }) => from < to))
}

export const lengthOf = ({ from, to }: Stretch): number => to - from

/** Merges overlapping and adjacent stretches. */
function joined(spans: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

/** Cuts time where spans begin and end; each piece has the number of spans that cover it. */
function coverOf(spans: readonly Stretch[]): (Stretch & { depth: number })[] {
  const steps = spans
    .filter(({ from, to }) => from < to)
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 }
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by)
  let depth = 0
  return steps.map(({ at, by }, index) => {
    depth += by
    return { depth, from: at, to: steps[index + 1]?.at ?? at }
  })
}
