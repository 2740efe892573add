import { MISSED_OFFERS, putStatus } from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Departments } from '../store/departments.ts'

const STANDARD_MAX_MISSES = 3

/** Makes an agent unavailable who let too many offers in a row run out: they are probably not at their desk. */
export function missWatch(options: { presenceUrl: string; secret: string; logger: Logger }) {
  const client = createClient({ baseUrl: options.presenceUrl, service: 'queue', secret: options.secret })
  const stop = new AbortController()

  return {
    async missed(departments: Departments, agentId: string, departmentId: string, misses: number): Promise<void> {
      const most = (await departments.get(departmentId))?.distribution.maxMisses ?? STANDARD_MAX_MISSES
      if (misses < most) return
      options.logger.info({ agentId, misses }, 'missed too many offers in a row: becomes unavailable')
      const body = { status: 'unavailable', reason: MISSED_OFFERS, cause: 'missed' } as const
      await untilDone(() => client.call(putStatus, { params: { id: agentId }, body }), { signal: stop.signal }).catch(
        () => undefined
      )
    },
    [Symbol.dispose]: () => stop.abort()
  }
}
