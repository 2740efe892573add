import { randomInt } from 'node:crypto'

export interface SeededRandom {
  readonly seed: number
  /** 0 ≤ x < 1 */
  next(): number
  /** Whole number, `low` ≤ x < `high`. */
  integer(low: number, high: number): number
  pick<Item>(items: readonly Item[]): Item
  /** The items in random order. */
  shuffle<Item>(items: readonly Item[]): Item[]
  /** Runs `body`; if it fails, the error names the seed that repeats it. */
  printSeedOnFailure<Value>(body: () => Promise<Value> | Value): Promise<Value>
}

/** Repeatable random numbers (mulberry32); `seed` defaults to SEED of the environment, else a new one each time. */
export function seededRandom(seed: number = Number(process.env.SEED) || randomInt(2 ** 31)): SeededRandom {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low))
  return {
    seed,
    next,
    integer,
    pick: items => {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[integer(0, items.length)]!
    },
    shuffle: items => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(0, last + 1)
        ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
      }
      return shuffled
    },
    async printSeedOnFailure(body) {
      try {
        return await body()
      } catch (error) {
        throw new Error(`failed with seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error })
      }
    }
  }
}
