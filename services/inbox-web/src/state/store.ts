import { useSyncExternalStore } from 'react'

/** A value that changes as a whole, and who listens to it. */
export interface Store<Value> {
  get(): Value
  set(next: Value): void
  subscribe(listener: () => void): () => void
}

export function createStore<Value>(initial: Value): Store<Value> {
  const listeners = new Set<() => void>()
  let value = initial
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

/** What `select` takes from the store; it must answer the same object for the same state. */
export const useStore = <Value, Selected = Value>(
  store: Store<Value>,
  select: (value: Value) => Selected = value => value as unknown as Selected
): Selected => useSyncExternalStore(store.subscribe, () => select(store.get()))
