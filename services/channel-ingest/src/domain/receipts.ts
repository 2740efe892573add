/** The moment at which a contact's message is received. */
export type Receipts = (contact: string) => Date

/**
 * Tells when messages are received. A contact's have each a millisecond of their own, the next free one: providers tell times
 * by the second, and of what was sent in the same one the order of receipt is all that there is.
 */
export function createReceipts(now: () => number = Date.now): Receipts {
  const latest = new Map<string, number>()
  return contact => {
    const at = now()
    const received = Math.max(at, (latest.get(contact) ?? 0) + 1)
    latest.delete(contact)
    latest.set(contact, received)
    for (const [other, then] of latest) {
      if (then >= at) break
      latest.delete(other)
    }
    return new Date(received)
  }
}
