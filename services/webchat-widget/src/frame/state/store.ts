import type { Store } from '@inbox/kernel/store'
import { useEffect, useState } from 'preact/hooks'

export { createStore, type Store } from '@inbox/kernel/store'

export function useStore<Value>(store: Store<Value>): Value {
  const [value, setValue] = useState(store.get)
  useEffect(() => {
    const follow = () => setValue(store.get)
    // it may have changed before the component subscribed
    follow()
    return store.subscribe(follow)
  }, [store])
  return value
}
