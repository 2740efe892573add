// The order of test files: the longest first, so that none of them is left at the end, alone. Those are the stories about
// connections and the faults, and among the others files that mostly wait.
// Within a group jest's own order: those that failed, then by time, or by size if that is not known yet.
import { createRequire } from 'node:module'

// its types describe what `require` returns
const { default: TestSequencer }: typeof import('@jest/test-sequencer') = createRequire(import.meta.url)(
  '@jest/test-sequencer'
)
type Tests = Parameters<InstanceType<typeof TestSequencer>['sort']>[0]

/** Files that take a quarter of a minute or more and hardly need the processor. */
const WAITING =
  /\/(database-away|cluster|thirty-seconds|listening|recovery|beats|poison|blackout|redis|links|example-redis|expires-soon|deadlines|broker-limits|clock-skew)\.int\./
const RANKS = [/connections\.browser\./, /chaos\.e2e\./, WAITING, /\.browser\./, /\.e2e\./, /\.int\./, /\.unit\./]
const rankOf = ({ path }: Tests[number]) => RANKS.findIndex(rank => rank.test(path))

export default class TestOrder extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}
