/** Texts by key that outlive the page, as far as the browser stores anything; never throws. */
export interface TextStorage {
  get(key: string): string | undefined
  set(key: string, text: string): void
  remove(key: string): void
  keys(prefix: string): string[]
}

/** Wraps an area that may be full or denied by the browser: what it does not accept lives as long as the page. */
export function textStorage(area: () => Storage, prefix: string): TextStorage {
  /** What the area did not accept; undefined = it still holds what was removed. */
  const instead = new Map<string, string | undefined>()
  const attempt = <Value>(work: (storage: Storage) => Value): { value: Value } | undefined => {
    try {
      return { value: work(area()) }
    } catch {
      return undefined
    }
  }
  const change = (key: string, text: string | undefined) => {
    const done = attempt(storage =>
      text === undefined ? storage.removeItem(prefix + key) : storage.setItem(prefix + key, text)
    )
    if (done) instead.delete(key)
    else instead.set(key, text)
  }
  return {
    get: key =>
      (instead.has(key) ? instead.get(key) : attempt(storage => storage.getItem(prefix + key))?.value) ?? undefined,
    set: change,
    remove: key => change(key, undefined),
    keys(start) {
      const stored = attempt(storage => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''))
      const ours = (stored?.value ?? []).filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))
      return [...new Set([...ours, ...instead.keys()])].filter(
        key => key.startsWith(start) && !(instead.has(key) && instead.get(key) === undefined)
      )
    }
  }
}
