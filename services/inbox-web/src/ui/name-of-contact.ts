import type { ContactRef } from '@inbox/contracts'
import { plainName } from './plain-name.ts'

export interface ContactWords {
  /** Of a website, known by nothing but a mark that tells them from others. */
  visitor: (mark: string) => string
}

/** Such ids say nothing to people: web chat makes them for visitors. */
const MADE_UP = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{8}([\da-f]{4})$/

/** What a contact is called: by name, else by whatever is known. */
export function nameOfContact({ name, phone, email, externalId }: ContactRef, words: ContactWords): string {
  const mark = MADE_UP.exec(externalId)?.[1]
  return plainName(name ?? phone ?? email ?? (mark === undefined ? externalId : words.visitor(mark)))
}
