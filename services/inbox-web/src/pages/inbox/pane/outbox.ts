import { sendMessage } from '@inbox/contracts'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { session } from '../../../api/session.ts'
import { createStore, useStore } from '../../../state/store.ts'
import { whenSettled } from '../actions/under-way.ts'

/** An answer that was sent off here and is not yet known to be with the server. */
export interface Outgoing {
  clientMessageId: string
  conversationId: string
  /** Who wrote it: nobody else sends it, also if they sign in here next. */
  agentId: string
  text: string
  at: string
  /** Why the server does not want it; until then it is tried again and again. */
  refused?: Refusal
}

const KEY = 'inbox-outbox'
const RETRY_MS = 1000

const stored = (): Outgoing[] => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]')
  } catch {
    return []
  }
}

/** What is under way, in the order of sending. It survives the page: nothing typed is lost. */
const outbox = createStore<readonly Outgoing[]>(stored())
outbox.subscribe(() => {
  const waiting = outbox.get().filter(({ refused }) => !refused)
  if (waiting.length === 0) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, JSON.stringify(waiting))
})

let busy = false

/** Sends what waits, one after the other, until nothing waits. */
export function flushOutbox(): void {
  if (busy) return
  busy = true
  void sendAll().finally(() => {
    busy = false
  })
}

async function sendAll(): Promise<void> {
  for (let next = firstWaiting(); next; next = firstWaiting()) {
    const { clientMessageId, conversationId, text } = next
    try {
      await whenSettled(conversationId)
      await call(sendMessage, {
        params: { id: conversationId },
        body: { clientMessageId, content: { type: 'text', text } }
      })
      forget(clientMessageId)
    } catch (error) {
      if (error instanceof Refusal) mark(clientMessageId, error)
      else await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }
}

function firstWaiting(): Outgoing | undefined {
  const signedIn = session.get()
  if (typeof signedIn === 'string') return undefined
  return outbox.get().find(({ refused, agentId }) => !refused && agentId === signedIn.agent.id)
}

export const forget = (id: string): void =>
  outbox.set(outbox.get().filter(({ clientMessageId }) => clientMessageId !== id))

const mark = (id: string, refused: Refusal) =>
  outbox.set(outbox.get().map(each => (each.clientMessageId === id ? { ...each, refused } : each)))

/** Puts an answer on its way. The same id again would be the same message, so trying twice is harmless. */
export function sendOff(entry: Pick<Outgoing, 'conversationId' | 'agentId' | 'text'>): void {
  outbox.set([...outbox.get(), { ...entry, clientMessageId: newId(), at: new Date().toISOString() }])
  flushOutbox()
}

export const useOutbox = (): readonly Outgoing[] => useStore(outbox)

// randomUUID exists only where the page came over TLS or from this machine
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
