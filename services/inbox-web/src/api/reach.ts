import { localNow, tellServerTime } from '../state/server-clock.ts'

const listeners = new Set<() => void>()
let connectionId: string | undefined

/** From now on calls name the page's connection, which proves its agent alive; with undefined they stop doing so. */
export function nameConnection(id: string | undefined): void {
  connectionId = id
}

/** Calls back for every response of the server, whatever it says. */
export function onAnswer(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Repeatable calls without a response yet, by how to make them again; the values are when they were sent. */
const hanging = new Map<() => void, number>()
/** A call that has waited this long when the network is back is waiting for the response to a lost request. */
const HUNG_MS = 500

/**
 * Repeats hanging calls: until TCP or a deadline gives them up they block the browser's few connections for all others.
 */
export function makeAgain(): void {
  for (const [again, sentAt] of [...hanging]) if (localNow() - sentAt > HUNG_MS) again()
}

let held: PromiseWithResolvers<void> | undefined

/** The network is gone: repeatable calls wait for it, and leave the connections to the probes. */
export function holdCalls(): void {
  held ??= Promise.withResolvers()
  makeAgain()
}

/** The network is back, as any response proves. */
export function letCallsGo(): void {
  held?.resolve()
  held = undefined
}

/** Resolves once calls are `free` to go; rejects if `signal` aborts first. */
async function whenFree(free: Promise<void>, signal: AbortSignal | null | undefined): Promise<void> {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const giveUp = () => reject(signal?.reason)
  signal?.addEventListener('abort', giveUp)
  void free.then(resolve)
  await promise.finally(() => signal?.removeEventListener('abort', giveUp))
}

async function sendRepeatable(address: string, init: RequestInit): Promise<Response> {
  for (;;) {
    if (held) await whenFree(held.promise, init.signal)
    const hung = new AbortController()
    const again = () => hung.abort()
    hanging.set(again, localNow())
    try {
      const signals = [hung.signal, ...(init.signal ? [init.signal] : [])]
      return await fetch(address, { ...init, signal: AbortSignal.any(signals) })
    } catch (error) {
      if (!hung.signal.aborted || init.signal?.aborted) throw error
    } finally {
      hanging.delete(again)
    }
  }
}

/**
 * Sends a call, and takes care of what calls and responses carry besides their content: connection, time, reachability.
 * `repeatable`: the call may be repeated if it hangs, as reads may.
 */
export async function send(address: string, init: RequestInit, repeatable = init.method === 'GET'): Promise<Response> {
  const sentAt = localNow()
  const headers = { ...init.headers, ...(connectionId !== undefined && { 'x-connection-id': connectionId }) }
  // reads yield to what brings the connection back
  const sent: RequestInit = { ...init, headers, ...(init.method === 'GET' && { priority: 'low' }) }
  const response = await (repeatable ? sendRepeatable : fetch)(address, sent)
  letCallsGo()
  // responses to reads may come from a cache
  if (init.method !== 'GET') tellServerTime(response.headers.get('date'), sentAt, localNow())
  // balancers send these when the server is down
  if (response.status < 500) for (const each of [...listeners]) each()
  return response
}
