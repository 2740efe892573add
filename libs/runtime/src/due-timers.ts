import type { Clock } from '@inbox/kernel'

/** Keys with the instant at which each becomes due; one real timer for all of them. */
export interface DueTimers extends Disposable {
  /** Sets (or moves) the instant of `key`. */
  set(key: string, dueAt: Date): void
  clear(key: string): void
  readonly size: number
}

const LONGEST_TIMEOUT_MS = 2_000_000_000

/**
 * Calls `onDue` with every key whose instant has come, never early by `clock`. A convenience for punctuality only: what is
 * due must also be found in storage, because this memory dies with its process.
 */
export function dueTimers(clock: Clock, onDue: (keys: string[]) => void): DueTimers {
  const heap: { at: number; key: string }[] = []
  const dueAtOf = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const arm = () => {
    clearTimeout(timer)
    const next = heap[0]
    if (!next) return
    const wait = Math.max(0, Math.ceil(next.at - clock.now().getTime()))
    timer = setTimeout(fire, Math.min(wait, LONGEST_TIMEOUT_MS))
  }
  const fire = () => {
    const now = clock.now().getTime()
    const due: string[] = []
    while (heap[0] && heap[0].at <= now) {
      const { at, key } = pop(heap)
      if (dueAtOf.get(key) !== at) continue
      dueAtOf.delete(key)
      due.push(key)
    }
    if (due.length > 0) onDue(due)
    arm()
  }

  return {
    set(key, dueAt) {
      const at = dueAt.getTime()
      if (dueAtOf.get(key) === at) return
      dueAtOf.set(key, at)
      push(heap, { at, key })
      if (heap[0]?.key === key) arm()
    },
    clear: key => void dueAtOf.delete(key),
    get size() {
      return dueAtOf.size
    },
    [Symbol.dispose]: () => clearTimeout(timer)
  }
}

type Entry = { at: number; key: string }

function push(heap: Entry[], entry: Entry): void {
  let child = heap.push(entry) - 1
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (heap[parent]!.at <= heap[child]!.at) return
    swap(heap, parent, child)
    child = parent
  }
}

function pop(heap: Entry[]): Entry {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  heap[0] = last
  for (let parent = 0; ; ) {
    const left = 2 * parent + 1
    let least = parent
    for (const child of [left, left + 1]) if (child < heap.length && heap[child]!.at < heap[least]!.at) least = child
    if (least === parent) return top
    swap(heap, parent, least)
    parent = least
  }
}

function swap(heap: Entry[], a: number, b: number): void {
  ;[heap[a], heap[b]] = [heap[b]!, heap[a]!]
}
