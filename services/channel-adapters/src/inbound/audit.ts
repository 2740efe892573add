import { auditActorOf, type Call, userOf } from '@inbox/http'
import type { AuditReads } from '@inbox/messaging'

/** Tells the audit who has read what came on a channel as it came: that is of all its contacts, whoever has their conversations. */
export type Audit = (
  call: Pick<Call, 'caller' | 'correlationId'> & { params: { id: string } },
  action: 'read' | 'exported'
) => void

export const auditOf =
  ({ tell }: Pick<AuditReads, 'tell'>): Audit =>
  ({ caller, correlationId, params: { id } }, action) =>
    tell(auditActorOf(userOf(caller)), { action, subject: { kind: 'channel', id, name: id } }, { correlationId })
