/** Work of the same key one after the other, in the order of the calls; different keys at the same time. */
export function createLanes(): (key: string, work: () => Promise<void>) => Promise<void> {
  const lastOf = new Map<string, Promise<void>>()
  return async (key, work) => {
    const mine = (lastOf.get(key) ?? Promise.resolve()).then(work)
    const done = mine.catch(() => undefined)
    lastOf.set(key, done)
    await mine.finally(() => {
      if (lastOf.get(key) === done) lastOf.delete(key)
    })
  }
}
