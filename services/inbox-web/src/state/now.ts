import { useSyncExternalStore } from 'react'
import { serverNow } from './server-clock.ts'

const listeners = new Set<() => void>()
let now = serverNow()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = serverNow()
  for (const each of [...listeners]) each()
}

function subscribe(listener: () => void): () => void {
  // it stopped while there were no listeners
  if (listeners.size === 0) now = serverNow()
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/**
 * The server's time in ms, updated once a second and the same for everything on the screen; or what `select` makes of
 * it, whenever that changes.
 */
export const useNow = <Selected extends number | string | undefined = number>(
  select: (now: number) => Selected = at => at as Selected
): Selected => useSyncExternalStore(subscribe, () => select(now))
