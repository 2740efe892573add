/** Who writes on a website, and what they say of themselves. */
export interface Visitor {
  channelId: string
  /** Our name for them: their own on one browser, or that of the site's account, which is the same on all. */
  id: string
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  /** When they agreed to what the form asks. */
  consentAt?: string | undefined
}

/** Of the site's accounts; nobody else's id begins like this. */
const ACCOUNT = 'account:'
export const accountVisitorId = (id: string): string => `${ACCOUNT}${id}`

/** Both ids of a message of theirs: channel-ingest knows it by this one. */
export const providerMessageId = ({ id }: Visitor, clientMessageId: string): string => `${id}/${clientMessageId}`
export const clientMessageIdOf = ({ id }: Pick<Visitor, 'id'>, known: string): string | undefined =>
  known.startsWith(`${id}/`) ? known.slice(id.length + 1) : undefined
