import type { AuditActor, AuditEntry } from '@inbox/contracts'
import { changesBetween } from './changes.ts'
import type { Listed, Named } from './listed.ts'

/** How audits describe documents of one kind. */
export interface Audited<Doc> {
  kind: AuditEntry['subject']['kind']
  /** What they may show of a document. */
  view: (document: Doc) => Record<string, unknown>
}

/** The directory itself, when it acts without being asked. */
export const theDirectory: AuditActor = { kind: 'service', id: 'directory', name: 'directory' }

type Circumstances = Pick<AuditEntry, 'id' | 'actor' | 'correlationId'> & { at: Date }

/** The audit entry for the change from `before` (none: it is new) to `after`. */
export function auditEntryOf<Doc extends Listed<Named>>(
  { kind, view }: Audited<Doc>,
  before: Doc | undefined,
  after: Doc,
  { at, ...circumstances }: Circumstances
): AuditEntry {
  return {
    ...circumstances,
    at: at.toISOString(),
    action: actionOf(before?.fields.active, after.fields.active),
    subject: { kind, id: after._id, name: after.fields.name },
    version: after.version,
    changes: changesBetween(before ? view(before) : {}, view(after))
  }
}

function actionOf(was: boolean | undefined, is: boolean): AuditEntry['action'] {
  if (was === undefined) return 'created'
  if (was === is) return 'changed'
  return is ? 'activated' : 'deactivated'
}
