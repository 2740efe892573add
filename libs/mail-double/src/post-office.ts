import { randomUUID } from 'node:crypto'

/** A mail that lies in a mailbox of a customer. */
export interface KeptMail {
  id: string
  at: Date
  raw: Buffer
  /** The customer wrote it. */
  isSent: boolean
  seen: boolean
}

export interface Customer {
  address: string
  name?: string | undefined
  /** From the oldest on. */
  mails: KeptMail[]
}

/** A mailbox of ours: what is sent to its address, with whatever tag behind a `+`, goes there as it is. */
export interface Business {
  address: string
  name: string
  /** Throws as long as it cannot be taken. */
  take: (raw: Buffer) => Promise<void>
}

/** Hands a mail to a server; throws what that says against it. */
export type Submit = (raw: Buffer, envelope: { from: string; to: string[] }) => Promise<void>

const MAX_MAILS = 200

/**
 * Brings mails to whom they are for: to businesses, or into the mailboxes of customers, who are whoever else is written to.
 * `submit`: a server to which customers send what they write; it brings back what is for other customers.
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
  /** Businesses first: if one cannot take it, nobody has it, and it is sent again. */
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
    /** Resolves when the mail is on its way, and kept as sent. */
    async send(raw: Buffer, envelope: { from: string; to: string[] }): Promise<KeptMail> {
      await (submit ? submit(raw, envelope) : deliver(raw, envelope.to))
      return keep(customerAt(envelope.from), raw, true)
    }
  }
}

export type PostOffice = ReturnType<typeof createPostOffice>

const withoutTag = (address: string) => address.toLowerCase().replace(/\+[^@]*@/, '@')

/** What outlives the program; an object for JSON. */
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
