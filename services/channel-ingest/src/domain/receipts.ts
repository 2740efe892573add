/** Returns the time at which a contact's message is received. */
export type Receipts = (contact: string) => Date

/**
 * Assigns times of receipt. Each message of a contact gets its own millisecond, the next free one: providers' times are
 * in seconds, so for messages sent in the same second the order of receipt is all there is.
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
