import { Refusal } from '../../../api/refusal.ts'
import { NotCarried } from './attachments.ts'
import type { useMessages } from './messages.ts'

/** Why a file could not be attached. */
export function failureText(failed: unknown, t: ReturnType<typeof useMessages>): string {
  if (failed instanceof NotCarried) return t.failed.notCarried
  if (!(failed instanceof Refusal)) return t.failed.unreachable
  if (failed.status === 413) return t.failed.tooLarge
  return failed.status === 507 ? t.failed.full : t.failed.other
}
