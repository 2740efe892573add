import type { Store } from '../state/store.ts'
import type { LinkState, Trouble } from './connection.ts'

interface Link {
  link: Store<LinkState>
  trouble: Store<Trouble>
}

/** Anybody reconnected by then, as after a gateway's restart, reads nothing. */
const EVERY_MS = 5000

/** Whether the server answers calls but cannot push. */
export const isHttpOnly = (link: LinkState, trouble: Trouble): boolean => link === 'lost' && trouble !== 'unreachable'

/** Repeats `read` while only calls work; at random intervals, to spread clients that were cut off together. */
export function pollWithoutSocket({ link, trouble }: Link, read: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let reading = false
  let stopped = false
  const next = () => {
    const needed = !stopped && !reading && isHttpOnly(link.get(), trouble.get())
    if (needed) timer ??= setTimeout(turn, EVERY_MS * (0.5 + Math.random() / 2))
  }
  const turn = async () => {
    timer = undefined
    if (!isHttpOnly(link.get(), trouble.get())) return
    reading = true
    // if this fails, the next round reads it
    await read().catch(() => undefined)
    reading = false
    next()
  }
  const stops = [link.subscribe(next), trouble.subscribe(next)]
  return () => {
    stopped = true
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}
