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

/** Sends a call; what it and its answer say beside their matter is said and heard here. */
export async function send(address: string, init: RequestInit): Promise<Response> {
  const sentAt = localNow()
  const response = await fetch(address, {
    ...init,
    headers: { ...init.headers, ...(connectionId !== undefined && { 'x-connection-id': connectionId }) }
  })
  // what was only read may come from a cache
  if (init.method !== 'GET') tellServerTime(response.headers.get('date'), sentAt, localNow())
  // of balancers, for a server that is away
  if (response.status < 500) for (const each of [...listeners]) each()
  return response
}
