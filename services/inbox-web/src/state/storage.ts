/** Texts by key that outlive the page. Never throws: what the browser will not store lives as long as the page. */
export interface KeyedStorage {
  get(key: string): string | undefined
  /** Returns whether it outlives the page. */
  set(key: string, value: string): boolean
  remove(key: string): void
  keys(prefix: string): string[]
  /** Calls back with the key that another tab has changed, or null if it may be any. Returns how to stop. */
  onChangeElsewhere(listener: (key: string | null) => void): () => void
}

/** Wraps an area that may be full, or that the browser denies altogether by throwing at every access. */
export function createKeyedStorage(area: () => Storage): KeyedStorage {
  /** What the area did not accept; null = it still holds what was removed. */
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
        // otherwise the older text would pass for the newest after a reload
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
        // the newer value there replaces what we could only remember here
        if (key !== null) instead.delete(key)
        listener(key)
      }
      globalThis.addEventListener('storage', hear)
      return () => globalThis.removeEventListener('storage', hear)
    }
  }
}

/** This browser's storage, shared by all tabs. */
export const storage = createKeyedStorage(() => localStorage)
