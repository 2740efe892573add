/** Prints what was checked within a step: whether it holds, and how long it took if that was measured. */
export function stopwatch(print) {
  const line = (mark, text, ms) => print(`  ${mark} ${text}${ms === undefined ? '' : `  ${inWords(ms)}`}`)
  return {
    /** What `holds`, or the end of the story. */
    check(text, holds, ms) {
      if (!holds) throw new Error(text)
      line('✓', text, ms)
    }
  }
}

const inWords = ms => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(3)} s`)
