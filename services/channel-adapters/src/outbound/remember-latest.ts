/** Keeps the values of the `most` latest keys. */
export function rememberLatest<Value>(most: number) {
  const values = new Map<string, Value>()
  return {
    get: (key: string): Value | undefined => values.get(key),
    set(key: string, value: Value): void {
      values.set(key, value)
      if (values.size > most) values.delete(values.keys().next().value!)
    }
  }
}
