// Jest's order when it has not yet seen how long files take: theirs by size, but those that start the whole system first.
// Otherwise the longest one, which is a small file, would begin last and keep one core waiting. Stories about connections
// lead, since they wait for clocks more than for the processor.
import { createRequire } from 'node:module'

// its types are those of what `require` gives
const { default: TestSequencer }: typeof import('@jest/test-sequencer') = createRequire(import.meta.url)(
  '@jest/test-sequencer'
)
type Tests = Parameters<InstanceType<typeof TestSequencer>['sort']>[0]

/** Small, and yet half a minute or more: where they begin last, everybody waits for them. */
const WAITING = /\/(database-away|thirty-seconds)\.int\./
const RANKS = [/connections\.browser\./, /chaos\.e2e\./, /\.browser\./, /\.e2e\./, WAITING, /\.int\./, /\.unit\./]
const rankOf = ({ path }: Tests[number]) => RANKS.findIndex(rank => rank.test(path))

export default class LongestFirst extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}
