/** The last `capacity` lines of a process, oldest first. */
export function createLineBuffer(capacity: number) {
  const lines: string[] = []
  return {
    add(line: string) {
      lines.push(line)
      if (lines.length > capacity) lines.shift()
    },
    last: (count = capacity): string[] => lines.slice(-count)
  }
}
