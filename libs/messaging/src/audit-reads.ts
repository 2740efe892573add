import type { AuditActor, AuditEntry, MessageType } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { derivedId } from '@inbox/kernel/derived-id'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Broker } from './broker.ts'
import { newEnvelope, type Origin } from './new-envelope.ts'

/** What was looked at: conversations by reference number; contacts and search words are not named. */
export type Looked = Pick<AuditEntry, 'action' | 'subject'>

interface Dependencies {
  broker: Pick<Broker, 'publish'>
  /** The publishing service's event, whose data is the entry. */
  type: MessageType
  clock: Clock
  logger: Logger
}

export interface AuditReads extends AsyncDisposable {
  /** Audits a read without making the reader wait; once an hour per person and thing looked at. */
  tell(actor: AuditActor, looked: Looked | undefined, origin: Origin): void
}

/** More than people read in an hour; an entry published twice is recorded once. */
const MAX_REMEMBERED = 10_000
const HOUR_MS = 3_600_000

export function createAuditReads({ broker, type, clock, logger }: Dependencies): AuditReads {
  const stop = new AbortController()
  const told = new Set<string>()
  const underWay = new Set<Promise<void>>()
  return {
    tell(actor, looked, origin) {
      if (!looked) return
      const now = clock.now()
      const entry = readEntryOf(actor, looked, now, origin.correlationId)
      if (told.has(entry.id)) return
      if (told.size >= MAX_REMEMBERED) told.clear()
      told.add(entry.id)
      const envelope = newEnvelope(type, { key: actor.id, version: 0, occurredAt: now, data: { entry }, ...origin })
      const publishing = untilDone(() => broker.publish(type, envelope), { signal: stop.signal })
        .catch(error =>
          logger.error({ err: error, audited: entry.id, by: actor.id }, 'could not record a read in the audit log')
        )
        .finally(() => underWay.delete(publishing))
      underWay.add(publishing)
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(underWay)
    }
  }
}

/** The audit entry: one id for everything a person does to the same thing within an hour, whichever process sees it. */
export function readEntryOf(
  actor: AuditActor,
  { action, subject }: Looked,
  now: Date,
  correlationId: string
): AuditEntry {
  const hour = Math.floor(now.getTime() / HOUR_MS)
  const id = derivedId('read', actor.id, action, subject.id, String(hour))
  return { id, at: now.toISOString(), actor, action, subject, version: 1, changes: [], correlationId }
}
