import { domainToASCII } from 'node:url'

const MAX_ID_LENGTH = 200

/** The parts of an address before and after the last @. */
export function partsOf(address: string): [string, string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at + 1)]
}

/**
 * The id of a contact who writes from an address: the address in lower case, with its domain in ASCII and non-ASCII
 * characters before the @ percent-encoded. Undefined if longer than an identifier may be.
 */
export function contactIdOfMail(address: string): string | undefined {
  const [local, domain] = partsOf(address.toLowerCase())
  const name = local.replace(/[^\x21-\x7e]|%/gu, character => encodeURIComponent(character))
  const id = `${name}@${domainToASCII(domain) || domain}`
  return id.length <= MAX_ID_LENGTH && /^[\x21-\x7e]+$/.test(id) ? id : undefined
}
