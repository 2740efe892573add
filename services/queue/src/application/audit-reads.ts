import { accessAudited } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Reader } from '../domain/access.ts'
import { type Looked, readEntryOf } from '../domain/read-entry.ts'

interface Dependencies {
  broker: Pick<Broker, 'publish'>
  clock: Clock
  logger: Logger
}

export interface AuditReads extends AsyncDisposable {
  /** Audits a read without making the reader wait; once an hour per person and thing looked at. */
  tell(reader: Reader, looked: Looked | undefined, origin: Origin): void
}

/** More than people read in an hour; an entry told twice is recorded once. */
const MAX_REMEMBERED = 10_000

export function createAuditReads({ broker, clock, logger }: Dependencies): AuditReads {
  const stop = new AbortController()
  const told = new Set<string>()
  const underWay = new Set<Promise<void>>()
  return {
    tell(reader, looked, origin) {
      if (!looked) return
      const now = clock.now()
      const entry = readEntryOf(reader, looked, now, origin.correlationId)
      if (told.has(entry.id)) return
      if (told.size >= MAX_REMEMBERED) told.clear()
      told.add(entry.id)
      const envelope = newEnvelope(accessAudited, {
        key: reader.id,
        version: 0,
        occurredAt: now,
        data: { entry },
        ...origin
      })
      const publishing = untilDone(() => broker.publish(accessAudited, envelope), { signal: stop.signal })
        .catch(error => logger.error({ err: error, audited: entry.id, by: reader.id }, 'a read was not audited'))
        .finally(() => underWay.delete(publishing))
      underWay.add(publishing)
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(underWay)
    }
  }
}
