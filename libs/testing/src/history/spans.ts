/** A stretch of time in ms; `to` does not belong to it. */
export interface Span {
  of: string
  from: number
  to: number
}

/** How many spans cover the same instant at most. */
export function mostAtOnce(spans: readonly Span[]): number {
  const steps = spans
    .filter(({ from, to }) => from < to)
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 }
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by)
  let open = 0
  let most = 0
  for (const { by } of steps) {
    open += by
    most = Math.max(most, open)
  }
  return most
}
