// The order of test files: the longest first, so that none of them is left at the end, alone. Files that mostly wait take
// turns with those that do not: the processors would be idle while all workers wait, and not suffice afterwards.
// Within a group jest's own order: those that failed, then by time, or by size if that is not known yet.
import { createRequire } from 'node:module'

// its types describe what `require` returns
const { default: TestSequencer }: typeof import('@jest/test-sequencer') = createRequire(import.meta.url)(
  '@jest/test-sequencer'
)
type Tests = Parameters<InstanceType<typeof TestSequencer>['sort']>[0]

/** Files that take a quarter of a minute or more and hardly need the processor; the longest first, which sizes do not tell. */
const WAITING = [
  ...['database-away', 'cluster', 'thirty-seconds', 'listening', 'recovery', 'beats', 'poison', 'blackout', 'redis'],
  ...['links', 'example-redis', 'expires-soon', 'deadlines', 'broker-limits', 'clock-skew']
].map(name => `/${name}.int.test.ts`)
const waitRank = ({ path }: Tests[number]) => WAITING.findIndex(file => path.endsWith(file))
const RANKS = [/\/(connections|conversations|chaos)\./, /\.browser\./, /\/stories\./, /\.e2e\./, /\.int\./, /\.unit\./]
const rankOf = ({ path }: Tests[number]) => RANKS.findIndex(rank => rank.test(path))

export default class TestOrder extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = (await super.sort(tests)).toSorted((a, b) => rankOf(a) - rankOf(b))
    const others = sorted.filter(test => waitRank(test) < 0)
    const waiting = sorted.filter(test => waitRank(test) >= 0).toSorted((a, b) => waitRank(a) - waitRank(b))
    const inTurn = waiting.flatMap((test, index) => [test, ...others.slice(index, index + 1)])
    return [...inTurn, ...others.slice(waiting.length)]
  }
}
