import type { ContactRef } from '@inbox/contracts'

/** What a contact is called: by name, else by whatever is known. */
export const contactName = ({ name, phone, email, externalId }: ContactRef): string =>
  name ?? phone ?? email ?? externalId
