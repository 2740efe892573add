interface Happening {
  at: number
  order: number
  happen: () => void
}

/** Events scheduled in simulated time (ms); at the same instant, in the order of scheduling. */
export function happenings() {
  const heap: Happening[] = []
  let [now, order] = [0, 0]
  const isBefore = (a: Happening, b: Happening) => a.at < b.at || (a.at === b.at && a.order < b.order)
  const swap = (a: number, b: number) => {
    ;[heap[a], heap[b]] = [heap[b]!, heap[a]!]
  }
  const take = (): Happening => {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    heap[0] = last
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1
      let least = parent
      for (const child of [left, left + 1])
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child
      if (least === parent) return first
      swap(parent, least)
      parent = least
    }
  }
  return {
    get now() {
      return now
    },
    in(ms: number, happen: () => void): void {
      let child = heap.push({ at: now + Math.max(0, ms), order: ++order, happen }) - 1
      for (; child > 0; child = (child - 1) >> 1) {
        const parent = (child - 1) >> 1
        if (!isBefore(heap[child]!, heap[parent]!)) return
        swap(child, parent)
      }
    },
    /** Lets time pass until `done`, or for `mostMs`. */
    run(done: () => boolean, mostMs: number): boolean {
      while (heap.length > 0 && heap[0]!.at <= mostMs && !done()) {
        const { at, happen } = take()
        now = at
        happen()
      }
      return done()
    }
  }
}
export type Happenings = ReturnType<typeof happenings>
