/** Prints the checks in a step: whether they hold, and how long they took if measured. */
export function stopwatch(print: (line: string) => void) {
  const line = (mark: string, text: string, ms?: number) =>
    print(`  ${mark} ${text}${ms === undefined ? '' : `  ${inWords(ms)}`}`)
  return {
    /** Prints that something `holds`; ends the story if it does not. */
    check(text: string, holds: unknown, ms?: number) {
      if (!holds) throw new Error(text)
      line('✓', text, ms)
    }
  }
}

export type Stopwatch = ReturnType<typeof stopwatch>

const inWords = (ms: number) => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(3)} s`)
