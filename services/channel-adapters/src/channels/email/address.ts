import { partsOf } from '@inbox/kernel/mail-address'

/** The address at which a contact is reached. */
export function addressOfContact(id: string): string {
  const [local, domain] = partsOf(id)
  try {
    return `${decodeURIComponent(local)}@${domain}`
  } catch {
    return id
  }
}

/** Removes what follows a `+`, for recognising our own addresses. */
export const withoutTag = (address: string): string => {
  const [local, domain] = partsOf(address.toLowerCase())
  return `${local.replace(/\+.*$/s, '')}@${domain}`
}

/** Adds something after a `+`. */
export const withTag = (address: string, tag: string): string => {
  const [local, domain] = partsOf(address)
  return `${local}+${tag}@${domain}`
}

/** What follows the `+`, if anything. */
export const tagOf = (address: string): string | undefined => /\+([^+@]+)@[^@]*$/.exec(address)?.[1]

export const domainOf = (address: string): string => partsOf(address.toLowerCase())[1]
