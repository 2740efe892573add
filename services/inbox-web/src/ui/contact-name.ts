import type { ContactRef } from '@inbox/contracts'
import { plainName } from './plain-name.ts'

/** What a contact is called: by name, else by whatever is known. */
export const contactName = ({ name, phone, email, externalId }: ContactRef): string =>
  plainName(name ?? phone ?? email ?? externalId)
