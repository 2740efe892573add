import type { Fields, Value } from './model.ts'

export const seed = Number(process.env.FUZZ_SEED ?? 20240601)

let state = seed
/** A whole number below `limit`, from a generator that the seed starts (mulberry32). */
export function below(limit: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
}
export const pick = <T>(list: readonly T[]): T => list[below(list.length)]!

export function someValue(depth: number): Value {
  const kind = below(depth > 0 ? 6 : 4)
  if (kind < 2) return below(4)
  if (kind === 2) return pick(['a', 'b'])
  if (kind === 3) return null
  return kind === 4 ? Array.from({ length: below(3) }, () => someValue(depth - 1)) : { x: someValue(depth - 1) }
}

export const someDocument = (_id: number): Fields & { _id: number } => ({
  _id,
  ...Object.fromEntries(['a', 'b', 'c'].filter(() => below(6) > 0).map(field => [field, someValue(2)]))
})
