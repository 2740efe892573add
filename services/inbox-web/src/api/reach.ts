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

/** Reads that have no answer yet, each with a way to make it again. */
const reading = new Map<() => void, number>()
/** What has waited for so long when the network is back waits for an answer to what was lost. */
const HUNG_MS = 500

/** Makes reads again that hang: until TCP or a deadline gives them up they keep a browser's few connections from all others. */
export function readAgain(): void {
  for (const [again, sentAt] of [...reading]) if (localNow() - sentAt > HUNG_MS) again()
}

async function read(address: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const hung = new AbortController()
    const again = () => hung.abort()
    reading.set(again, localNow())
    try {
      const signals = [hung.signal, ...(init.signal ? [init.signal] : [])]
      // gives way to what brings the connection back
      return await fetch(address, { ...init, priority: 'low', signal: AbortSignal.any(signals) })
    } catch (error) {
      if (!hung.signal.aborted || init.signal?.aborted) throw error
    } finally {
      reading.delete(again)
    }
  }
}

/** Sends a call; what it and its answer say beside their matter is said and heard here. */
export async function send(address: string, init: RequestInit): Promise<Response> {
  const sentAt = localNow()
  const named = { ...init.headers, ...(connectionId !== undefined && { 'x-connection-id': connectionId }) }
  const response = await (init.method === 'GET' ? read : fetch)(address, { ...init, headers: named })
  // what was only read may come from a cache
  if (init.method !== 'GET') tellServerTime(response.headers.get('date'), sentAt, localNow())
  // of balancers, for a server that is away
  if (response.status < 500) for (const each of [...listeners]) each()
  return response
}
