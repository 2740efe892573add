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

/** What may be made twice and has no answer yet, each with a way to make it again. */
const hanging = new Map<() => void, number>()
/** What has waited for so long when the network is back waits for an answer to what was lost. */
const HUNG_MS = 500

/** Makes again what hangs: until TCP or a deadline gives it up it keeps a browser's few connections from all others. */
export function makeAgain(): void {
  for (const [again, sentAt] of [...hanging]) if (localNow() - sentAt > HUNG_MS) again()
}

let held: PromiseWithResolvers<void> | undefined

/** Nothing passes any more: what may be made twice waits for the network, and leaves the connections to what probes it. */
export function holdCalls(): void {
  held ??= Promise.withResolvers()
  makeAgain()
}

/** The network is back, as any answer shows as well. */
export function letCallsGo(): void {
  held?.resolve()
  held = undefined
}

/** Until calls are `free` to go, or `signal` ends what waits for it. */
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
 * Sends a call; what it and its answer say beside their matter is said and heard here. `repeatable`: may be made again where
 * it hangs, as reads may.
 */
export async function send(address: string, init: RequestInit, repeatable = init.method === 'GET'): Promise<Response> {
  const sentAt = localNow()
  const headers = { ...init.headers, ...(connectionId !== undefined && { 'x-connection-id': connectionId }) }
  // reads give way to what brings the connection back
  const sent: RequestInit = { ...init, headers, ...(init.method === 'GET' && { priority: 'low' }) }
  const response = await (repeatable ? sendRepeatable : fetch)(address, sent)
  letCallsGo()
  // what was only read may come from a cache
  if (init.method !== 'GET') tellServerTime(response.headers.get('date'), sentAt, localNow())
  // of balancers, for a server that is away
  if (response.status < 500) for (const each of [...listeners]) each()
  return response
}
