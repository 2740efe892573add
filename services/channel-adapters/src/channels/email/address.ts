import { partsOf } from '@inbox/kernel/mail-address'

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

/** The same with something after a `+`. */
export const withTag = (address: string, tag: string): string => {
  const [local, domain] = partsOf(address)
  return `${local}+${tag}@${domain}`
}

/** What stands after the `+`, if anything. */
export const tagOf = (address: string): string | undefined => /\+([^+@]+)@[^@]*$/.exec(address)?.[1]

export const domainOf = (address: string): string => partsOf(address.toLowerCase())[1]
