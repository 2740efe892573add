import type { VisitorMessage } from '@inbox/contracts'
import type { TextStorage } from '../../embedding/storage.ts'

export type Content = VisitorMessage['content']

/** A message that the server has not accepted yet. */
export interface Outgoing {
  clientMessageId: string
  content: Content
  /** The department for the conversation that it starts. */
  departmentId?: string
  /** When it was written, in ms; messages are sent in this order. */
  at: number
  /** Why it was refused; then it waits until the visitor retries. */
  refused?: string
}

const KEY = 'outbox:'

/**
 * What the visitor has written and the server has not accepted yet. Each message has its own key, so tabs that write
 * concurrently lose nothing. All tabs see everything.
 */
export interface Outbox {
  /** In the order of writing. */
  list(): Outgoing[]
  add(content: Content, departmentId?: string): Outgoing
  refuse(clientMessageId: string, why: string): void
  tryAgain(clientMessageId: string): void
  remove(clientMessageId: string): void
}

export function createOutbox(storage: TextStorage, clock: () => number, newId: () => string): Outbox {
  const keyOf = (clientMessageId: string) => KEY + clientMessageId
  const read = (key: string): Outgoing[] => {
    try {
      return [JSON.parse(storage.get(key) ?? '')]
    } catch {
      return []
    }
  }
  const list = () =>
    storage
      .keys(KEY)
      .flatMap(read)
      .sort((one, other) => one.at - other.at || (one.clientMessageId < other.clientMessageId ? -1 : 1))
  const write = (message: Outgoing) => storage.set(keyOf(message.clientMessageId), JSON.stringify(message))
  const change = (clientMessageId: string, to: (message: Outgoing) => Outgoing) =>
    read(keyOf(clientMessageId)).map(to).forEach(write)
  return {
    list,
    add(content, departmentId) {
      // the clock may be set back
      const at = Math.max(clock(), (list().at(-1)?.at ?? 0) + 1)
      const message = { clientMessageId: newId(), content, at, ...(departmentId !== undefined && { departmentId }) }
      write(message)
      return message
    },
    refuse: (id, why) => change(id, message => ({ ...message, refused: why })),
    tryAgain: id => change(id, ({ refused: _, ...message }) => message),
    remove: id => storage.remove(keyOf(id))
  }
}
