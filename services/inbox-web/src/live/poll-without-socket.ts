import type { Store } from '../state/store.ts'
import type { LinkState, Trouble } from './connection.ts'

interface Link {
  link: Store<LinkState>
  trouble: Store<Trouble>
}

/** Who is connected again by then, as after a gateway's restart, reads nothing. */
const EVERY_MS = 5000

/** Whether the server answers calls and brings nothing by itself. */
export const isHttpOnly = (link: LinkState, trouble: Trouble): boolean => link === 'lost' && trouble !== 'unreachable'

/** Repeats `read` for as long as only calls work; those who were cut off together do it one after the other. */
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
    // what could not be read now is read the next time
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
