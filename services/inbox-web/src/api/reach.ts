import { localNow, tellServerTime } from '../state/server-clock.ts'

const listeners = new Set<() => void>()
let connectionId: string | undefined

/** Calls name the page's connection from now on, and so prove its agent alive; undefined: they do not. */
export function nameConnection(id: string | undefined): void {
  connectionId = id
}

/** Tells of every answer of the server, whatever it says. */
export function onAnswer(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What may be sent twice and has no answer yet, each with a way to make it again. */
const reading = new Map<() => void, number>()
/** What has waited for so long when the network is back waits for an answer to what was lost. */
const HUNG_MS = 500

/** Makes reads and renewals again that hang: until TCP or a deadline gives them up they keep a browser's few connections from all others. */
export function readAgain(): void {
  for (const [again, sentAt] of [...reading]) if (localNow() - sentAt > HUNG_MS) again()
}

async function sendRepeatable(address: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const hung = new AbortController()
    const again = () => hung.abort()
    reading.set(again, localNow())
    try {
      const signals = [hung.signal, ...(init.signal ? [init.signal] : [])]
      return await fetch(address, { ...init, signal: AbortSignal.any(signals) })
    } catch (error) {
      if (!hung.signal.aborted || init.signal?.aborted) throw error
    } finally {
      reading.delete(again)
    }
  }
}

/**
 * Sends a call; what it and its answer say beside their matter is said and heard here. `repeatable`: may be sent again where
 * it hangs, as reads may.
 */
export async function send(address: string, init: RequestInit, repeatable = init.method === 'GET'): Promise<Response> {
  const sentAt = localNow()
  const headers = { ...init.headers, ...(connectionId !== undefined && { 'x-connection-id': connectionId }) }
  // reads give way to what brings the connection back
  const sent: RequestInit = { ...init, headers, ...(init.method === 'GET' && { priority: 'low' }) }
  const response = await (repeatable ? sendRepeatable : fetch)(address, sent)
  // what was only read may come from a cache
  if (init.method !== 'GET') tellServerTime(response.headers.get('date'), sentAt, localNow())
  // of balancers, for a server that is away
  if (response.status < 500) for (const each of [...listeners]) each()
  return response
}
