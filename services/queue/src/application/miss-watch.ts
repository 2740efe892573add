import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Departments } from '../store/departments.ts'

const STANDARD_MAX_MISSES = 3

export interface MissWatch extends Disposable {
  missed(agentId: string, departmentId: string, misses: number): Promise<void>
}

/** Makes an agent who missed too many offers in a row unavailable: they are probably not at their desk. */
export function startMissWatch(
  departments: Pick<Departments, 'get'>,
  makeUnavailable: (agentId: string) => Promise<unknown>,
  logger: Logger
): MissWatch {
  const stop = new AbortController()
  return {
    async missed(agentId, departmentId, misses) {
      const most = (await departments.get(departmentId))?.distribution.maxMisses ?? STANDARD_MAX_MISSES
      if (misses < most) return
      logger.info({ agentId, misses }, 'an agent missed too many offers in a row and becomes unavailable')
      await untilDone(() => makeUnavailable(agentId), { signal: stop.signal }).catch(() => undefined)
    },
    [Symbol.dispose]: () => stop.abort()
  }
}
