import type { ContactRef } from '@inbox/contracts'
import { plainName } from './plain-name.ts'

export interface ContactWords {
  /** The name of a website visitor, known only by a mark that tells them from others. */
  visitor: (mark: string) => string
  /** The name of an erased contact. */
  erased: string
}

/** Ids that web chat makes for visitors; they mean nothing to people. */
const MADE_UP = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{8}([\da-f]{4})$/

/** What to call a contact: the name, or else whatever is known. */
export function nameOfContact(contact: ContactRef, words: ContactWords): string {
  const { name, phone, email, externalId, erasedAt } = contact
  if (erasedAt !== undefined) return words.erased
  const mark = MADE_UP.exec(externalId)?.[1]
  return plainName(name ?? phone ?? email ?? (mark === undefined ? externalId : words.visitor(mark)))
}
