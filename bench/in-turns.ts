import { perSecond } from './figure.ts'

type Measure = () => Promise<number>

/** Rates measured repeatedly in turns, each turn together with the bound in the same seconds. */
interface Turns<Name extends string> {
  /** The median rate, and the median of the turns' ratios to the bound. */
  measured: Record<Name, string>
  /** The median and the range of the bound. */
  bound: string
}

/**
 * Measures `bound` and each of `measures` in turns, because whatever slows the machine for some seconds then slows
 * both; a ratio of rates from different minutes would say more about the machine than about the program.
 */
export async function inTurns<Name extends string>(
  turns: number,
  bound: Measure,
  measures: Record<Name, Measure>
): Promise<Turns<Name>> {
  const names = Object.keys(measures) as Name[]
  const rates = new Map<Name, { rate: number; ratio: number }[]>(names.map(name => [name, []]))
  const bounds: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const before = await bound()
    bounds.push(before)
    for (const name of names) {
      const rate = await measures[name]()
      rates.get(name)!.push({ rate, ratio: rate / before })
    }
  }
  const told = names.map(name => {
    const of = rates.get(name)!
    return [name, `${perSecond(median(of.map(({ rate }) => rate)))} = ${median(of.map(it => it.ratio)).toFixed(2)} x`]
  })
  return {
    measured: Object.fromEntries(told),
    bound: `${perSecond(median(bounds))} (${turns} turns, ${perSecond(Math.min(...bounds))} to ${perSecond(Math.max(...bounds))})`
  }
}

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
