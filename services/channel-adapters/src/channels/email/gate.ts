/** Runs at most `most` tasks concurrently; the others wait in order of arrival. */
export function createGate(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async work => {
    if (running < most) running += 1
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // the next task takes the slot
      if (next) next()
      else running -= 1
    }
  }
}
