import { z } from 'zod'
import { id, instant, version } from '../primitives.ts'
import { role } from './agent.ts'

/** What can be looked at: others' conversations, what a search went through, a report that was exported. */
const lookedAt = ['conversation', 'search', 'report'] as const
export const auditSubjectKind = z.enum([
  'department',
  'agent',
  'channel',
  'cannedReply',
  'webhook',
  'serviceAccount',
  'signIn',
  'contact',
  ...lookedAt
])
export const auditAction = z.enum([
  'created',
  'changed',
  'activated',
  'deactivated',
  'erased',
  'signedIn',
  'signInFailed',
  'signedOut',
  'signInStolen',
  'read',
  'searched',
  'exported'
])

/** Who did it: a human, a program, a service by itself (the first administrator), or anyone at an address. */
export const auditActor = z.object({
  kind: z.enum(['user', 'serviceAccount', 'service', 'anyone']),
  id,
  name: z.string(),
  role: role.optional()
})
export type AuditActor = z.infer<typeof auditActor>

/** One field by its path, `distribution.mode`; missing values were unset or have become so. Secrets show as `•••`. */
export const fieldChange = z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })
export type FieldChange = z.infer<typeof fieldChange>

/**
 * One change of the directory: who, when, what, from which state to which; a sign-in, whose subject is the agent; what
 * a supervisor looked at; or the erasure of a contact, named only by their channel.
 */
export const auditEntry = z.object({
  id,
  at: instant,
  actor: auditActor,
  action: auditAction,
  /** With the name after the change. */
  subject: z.object({ kind: auditSubjectKind, id, name: z.string() }),
  version,
  changes: z.array(fieldChange),
  /** For a sign-in: the address that it came from. */
  address: z.string().optional(),
  correlationId: id
})
export type AuditEntry = z.infer<typeof auditEntry>
