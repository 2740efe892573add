import { useEffect, useState } from 'preact/hooks'

/** A value that components follow. */
export interface Store<Value> {
  get(): Value
  set(next: Value): void
  /** Answers how to stop. */
  subscribe(listener: () => void): () => void
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }
  }
}

export function useStore<Value>(store: Store<Value>): Value {
  const [value, setValue] = useState(store.get)
  useEffect(() => {
    const follow = () => setValue(store.get)
    // it may have changed before the component listened
    follow()
    return store.subscribe(follow)
  }, [store])
  return value
}
