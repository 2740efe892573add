import { domainToASCII } from 'node:url'

const LONGEST_ID = 200

/**
 * What a contact who writes from an address is called: the address in lower case, its domain in ASCII, what is beyond ASCII
 * before the @ as percent codes. Undefined if it is longer than an identifier may be.
 */
export function contactIdOf(address: string): string | undefined {
  const [local, domain] = partsOf(address.toLowerCase())
  const name = local.replace(/[^\x21-\x7e]|%/gu, character => encodeURIComponent(character))
  const id = `${name}@${domainToASCII(domain) || domain}`
  return id.length <= LONGEST_ID && /^[\x21-\x7e]+$/.test(id) ? id : undefined
}

/** The address that a contact is reached at. */
export function addressOfContact(id: string): string {
  const [local, domain] = partsOf(id)
  try {
    return `${decodeURIComponent(local)}@${domain}`
  } catch {
    return id
  }
}

/** Without what stands after a `+`, for telling whether an address is one of ours. */
export const withoutTag = (address: string): string => {
  const [local, domain] = partsOf(address.toLowerCase())
  return `${local.replace(/\+.*$/s, '')}@${domain}`
}

/** What stands after the `+`, if anything. */
export const tagOf = (address: string): string | undefined => /\+([^+@]+)@[^@]*$/.exec(address)?.[1]

export const domainOf = (address: string): string => partsOf(address.toLowerCase())[1]

function partsOf(address: string): [string, string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at + 1)]
}
