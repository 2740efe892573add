// The order for jest when it does not know yet how long files take: by size, as jest does, but those that start the
// whole system first. Otherwise the longest one, which is a small file, would start last and leave a core idle. Stories
// about connections lead, since they wait for clocks more than for the processor.
import { createRequire } from 'node:module'

// its types describe what `require` returns
const { default: TestSequencer }: typeof import('@jest/test-sequencer') = createRequire(import.meta.url)(
  '@jest/test-sequencer'
)
type Tests = Parameters<InstanceType<typeof TestSequencer>['sort']>[0]

/** Small files that take half a minute or more: if they started last, everything would wait for them. */
const WAITING = /\/(database-away|thirty-seconds)\.int\./
const RANKS = [/connections\.browser\./, /chaos\.e2e\./, /\.browser\./, /\.e2e\./, WAITING, /\.int\./, /\.unit\./]
const rankOf = ({ path }: Tests[number]) => RANKS.findIndex(rank => rank.test(path))

export default class LongestFirst extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}
