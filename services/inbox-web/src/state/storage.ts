/** Texts by key that outlive the page. Nothing here throws: what the browser will not keep lives as long as the page does. */
export interface KeyedStorage {
  get(key: string): string | undefined
  /** Answers whether it outlives the page. */
  set(key: string, value: string): boolean
  remove(key: string): void
  keys(prefix: string): string[]
  /** Calls with the key that another tab has changed; with null if that may be any. Answers how to stop. */
  onChangeElsewhere(listener: (key: string | null) => void): () => void
}

/** Over an area that may be full, or that the browser denies altogether, by throwing at every touch. */
export function createKeyedStorage(area: () => Storage): KeyedStorage {
  /** What the area did not take; null = it still holds what was removed. */
  const instead = new Map<string, string | null>()
  const attempt = <Value>(work: (storage: Storage) => Value): Value | undefined => {
    try {
      return work(area())
    } catch {
      return undefined
    }
  }
  const done = (work: (storage: Storage) => void): boolean =>
    attempt(storage => {
      work(storage)
      return true
    }) ?? false
  const stored = () =>
    attempt(storage => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')) ?? []

  return {
    get: key => (instead.has(key) ? instead.get(key) : attempt(storage => storage.getItem(key))) ?? undefined,
    set(key, value) {
      const outlives = done(storage => storage.setItem(key, value))
      if (outlives) instead.delete(key)
      else {
        // after a reload the older text would pass for the newest
        done(storage => storage.removeItem(key))
        instead.set(key, value)
      }
      return outlives
    },
    remove(key) {
      if (done(storage => storage.removeItem(key))) instead.delete(key)
      else instead.set(key, null)
    },
    keys: prefix =>
      [...new Set([...stored(), ...instead.keys()])].filter(key => key.startsWith(prefix) && instead.get(key) !== null),
    onChangeElsewhere(listener) {
      const hear = ({ key }: StorageEvent) => {
        // what is newer there replaces what could only be remembered here
        if (key !== null) instead.delete(key)
        listener(key)
      }
      globalThis.addEventListener('storage', hear)
      return () => globalThis.removeEventListener('storage', hear)
    }
  }
}

/** Of this browser, shared by all tabs. */
export const storage = createKeyedStorage(() => localStorage)
