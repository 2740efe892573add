import type { ContactRef } from '@inbox/contracts'
import { plainName } from './plain-name.ts'

export interface ContactWords {
  /** Of a website, known by nothing but a mark that tells them from others. */
  visitor: (mark: string) => string
  /** Of whom nothing is known any more. */
  erased: string
}

/** Such ids say nothing to people: web chat makes them for visitors. */
const MADE_UP = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{8}([\da-f]{4})$/

/** What a contact is called: by name, else by whatever is known. */
export function nameOfContact(contact: ContactRef, words: ContactWords): string {
  const { name, phone, email, externalId, erasedAt } = contact
  if (erasedAt !== undefined) return words.erased
  const mark = MADE_UP.exec(externalId)?.[1]
  return plainName(name ?? phone ?? email ?? (mark === undefined ? externalId : words.visitor(mark)))
}
