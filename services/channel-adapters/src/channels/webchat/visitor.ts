/** Somebody who writes on a website, with the details they give. */
export interface Visitor {
  channelId: string
  /** Our id for them: their own in one browser or, with a site's account, that account's, the same in all browsers. */
  id: string
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  /** When they agreed to the form's consent text. */
  consentAt?: string | undefined
}

/** Marks accounts of the site; no other id begins like this. */
const ACCOUNT = 'account:'
export const accountVisitorId = (id: string): string => `${ACCOUNT}${id}`

/** Combines both ids of a message of theirs; channel-ingest knows it by this one. */
export const providerMessageId = ({ id }: Visitor, clientMessageId: string): string => `${id}/${clientMessageId}`
export const clientMessageIdOf = ({ id }: Pick<Visitor, 'id'>, known: string): string | undefined =>
  known.startsWith(`${id}/`) ? known.slice(id.length + 1) : undefined
