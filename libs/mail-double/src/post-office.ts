import { randomUUID } from 'node:crypto'

/** A mail in a customer's mailbox. */
export interface KeptMail {
  id: string
  at: Date
  raw: Buffer
  /** Whether the customer wrote it. */
  isSent: boolean
  seen: boolean
}

export interface Customer {
  address: string
  name?: string | undefined
  /** Oldest first. */
  mails: KeptMail[]
}

/** One of our mailboxes: receives raw mails to its address, with any tag after a `+`. */
export interface Business {
  address: string
  name: string
  /** Throws while it cannot accept the mail. */
  take: (raw: Buffer) => Promise<void>
}

/** Hands a mail to a server; throws the server's objection. */
export type Submit = (raw: Buffer, envelope: { from: string; to: string[] }) => Promise<void>

const MAX_MAILS = 200

/**
 * Delivers mails to their recipients: to businesses, or into the mailboxes of customers, which all other recipients
 * are. `submit`: a server to which customers send their mails; it brings back those for other customers.
 */
export function createPostOffice(submit?: Submit) {
  const customers = new Map<string, Customer>()
  const businesses = new Map<string, Business>()
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const customerAt = (address: string, name?: string): Customer => {
    const key = address.toLowerCase()
    const customer = customers.get(key) ?? { address, mails: [] }
    if (name) customer.name = name
    customers.set(key, customer)
    return customer
  }
  const keep = (customer: Customer, raw: Buffer, isSent: boolean): KeptMail => {
    const mail = { id: randomUUID(), at: new Date(), raw, isSent, seen: isSent }
    customer.mails.push(mail)
    customer.mails.splice(0, customer.mails.length - MAX_MAILS)
    tell()
    return mail
  }
  /** Businesses first: if one cannot accept it, nobody has received it, and it is sent again. */
  const deliver = async (raw: Buffer, recipients: readonly string[]): Promise<void> => {
    const found = recipients.map(address => ({ address, business: businesses.get(withoutTag(address)) }))
    for (const business of new Set(found.flatMap(each => each.business ?? []))) await business.take(raw)
    for (const { address, business } of found) if (!business) keep(customerAt(address), raw, false)
  }
  return {
    customers,
    businesses,
    listeners,
    tell,
    customerAt,
    addBusiness: (business: Business) => void businesses.set(business.address.toLowerCase(), business),
    deliver,
    /** Resolves once the mail is on its way and kept as sent. */
    async send(raw: Buffer, envelope: { from: string; to: string[] }): Promise<KeptMail> {
      await (submit ? submit(raw, envelope) : deliver(raw, envelope.to))
      return keep(customerAt(envelope.from), raw, true)
    }
  }
}

export type PostOffice = ReturnType<typeof createPostOffice>

const withoutTag = (address: string) => address.toLowerCase().replace(/\+[^@]*@/, '@')

/** The state that outlives the process, as an object for JSON. */
export const keptMails = ({ customers }: PostOffice) => ({
  customers: [...customers.values()].map(({ mails, ...customer }) => ({
    ...customer,
    mails: mails.map(({ raw, ...mail }) => ({ ...mail, raw: raw.toString('base64') }))
  }))
})

export function takeUpMails(office: PostOffice, { customers }: ReturnType<typeof keptMails>): void {
  for (const { address, name, mails } of customers)
    office
      .customerAt(address, name)
      .mails.push(...mails.map(mail => ({ ...mail, at: new Date(mail.at), raw: Buffer.from(mail.raw, 'base64') })))
}
