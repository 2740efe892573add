import type { Store } from '@inbox/kernel/store'
import { useSyncExternalStore } from 'react'

export { createStore, type Store } from '@inbox/kernel/store'

/** What `select` takes from the store; it must return the same object for the same state. */
export const useStore = <Value, Selected = Value>(
  store: Store<Value>,
  select: (value: Value) => Selected = value => value as unknown as Selected
): Selected => useSyncExternalStore(store.subscribe, () => select(store.get()))
