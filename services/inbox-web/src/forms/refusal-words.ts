import { Refusal } from '../api/refusal.ts'
import type { FormWords } from './messages.ts'

/** Why something could not be read or saved, in words for whoever tried it: the server's are for programs. */
export function refusalWords(error: unknown, t: FormWords): string {
  if (!(error instanceof Refusal)) return t.unreachable
  switch (error.code) {
    case 'forbidden':
      return t.forbidden
    case 'not-found':
      return t.notFound
    case 'too-many-requests':
      return t.tooMany
    case 'malformed':
    case 'too-large':
      return t.malformed
    default:
      return t.refused
  }
}

/**
 * As `refusalWords`, but for reads, which the server also refuses if they are so general that they would take too long.
 */
export const readRefusalWords = (error: unknown, t: FormWords): string =>
  error instanceof Refusal && error.code === 'unprocessable' ? t.tooMuch : refusalWords(error, t)
