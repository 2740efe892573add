import { domainToASCII } from 'node:url'

const MAX_ID_LENGTH = 200

/** What stands before the last @ of an address, and after it. */
export function partsOf(address: string): [string, string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at + 1)]
}

/**
 * What a contact who writes from an address is called: the address in lower case, its domain in ASCII, what is beyond ASCII
 * before the @ as percent codes. Undefined if it is longer than an identifier may be.
 */
export function contactIdOfMail(address: string): string | undefined {
  const [local, domain] = partsOf(address.toLowerCase())
  const name = local.replace(/[^\x21-\x7e]|%/gu, character => encodeURIComponent(character))
  const id = `${name}@${domainToASCII(domain) || domain}`
  return id.length <= MAX_ID_LENGTH && /^[\x21-\x7e]+$/.test(id) ? id : undefined
}
