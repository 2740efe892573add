/** However many wait and however fast the queue moves: the most notices sent at once. */
const MAX_AT_ONCE = 100

/** Conversations whose contacts should learn their place in the queue: first come, first served, at a bounded rate. */
export interface Announcer {
  add(conversationId: string): void
  tellSome(): void
}

export function createAnnouncer(tell: (conversationId: string) => void): Announcer {
  const due = new Set<string>()
  return {
    add: id => void due.add(id),
    tellSome() {
      let left = MAX_AT_ONCE
      for (const id of due) {
        if (left-- === 0) return
        due.delete(id)
        tell(id)
      }
    }
  }
}
