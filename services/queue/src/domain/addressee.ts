import type { Capabilities } from '@inbox/contracts'
import { phoneDigits } from '@inbox/kernel'
import { contactIdOfMail } from '@inbox/kernel/mail-address'
import type { Facts } from './contact.ts'

/** Whom somebody wants to write to, as the channel names them, and what that name says about them. */
export interface Addressee {
  externalId: string
  facts: Facts
}

const MAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

/** Undefined if it is no such address. Phone numbers need a country code: `+55 11 98765-4321`, or `00` in front. */
export function addresseeOf(by: NonNullable<Capabilities['startsWith']>, address: string): Addressee | undefined {
  if (by === 'email') {
    const email = address.trim()
    const externalId = MAIL.test(email) ? contactIdOfMail(email) : undefined
    return externalId === undefined ? undefined : { externalId, facts: { email } }
  }
  const digits = phoneDigits(address)
  return digits === undefined ? undefined : { externalId: digits, facts: { phone: `+${digits}` } }
}
