import type { Paces } from '../store/paces.ts'
import type { Memory } from './memory.ts'

/** Saves the departments' paces, so that a process that starts can estimate waits at once. */
export function createKeepPaces(memory: Memory, paces: Paces): () => Promise<void> {
  let keptTo = 0
  return async () => {
    if (!memory.leads || !memory.ready) return
    const changed = [...memory.replica.departments.values()].filter(({ line: { pace } }) => pace.countedTo > keptTo)
    await paces.save(changed.map(({ id, line: { pace } }) => [id, pace]))
    keptTo = Math.max(keptTo, ...changed.map(({ line: { pace } }) => pace.countedTo))
  }
}
