const REPEAT_MS = 3000

/** Tells, at most every three seconds, that somebody is writing, and once that they no longer are. */
export function typingSignals(tell: (typing: boolean) => void, clock: () => number): (typing: boolean) => void {
  let saidAt: number | undefined
  return typing => {
    if (typing ? saidAt !== undefined && clock() - saidAt < REPEAT_MS : saidAt === undefined) return
    saidAt = typing ? clock() : undefined
    tell(typing)
  }
}
