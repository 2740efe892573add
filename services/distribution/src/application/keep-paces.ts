import { forever } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Paces } from '../store/paces.ts'
import type { Memory } from './memory.ts'

const EVERY_MS = 60_000

/** Writes down once a minute how fast departments are, so that a process that starts can estimate waits at once. */
export function keepPaces(memory: Memory, paces: Paces, logger: Logger): AsyncDisposable {
  let keptTo = 0
  const keep = async () => {
    if (!memory.leads || !memory.ready) return
    const changed = [...memory.picture.departments.values()].filter(({ line: { pace } }) => pace.countedTo > keptTo)
    await paces.save(changed.map(({ id, line: { pace } }) => [id, pace]))
    keptTo = Math.max(keptTo, ...changed.map(({ line: { pace } }) => pace.countedTo))
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'not written down how fast departments are')
  const keeping = forever(EVERY_MS, keep, onError)
  return {
    async [Symbol.asyncDispose]() {
      await keeping[Symbol.asyncDispose]()
      await keep().catch(onError)
    }
  }
}
