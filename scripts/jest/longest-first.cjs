// Jest's order when it has not yet seen how long files take: theirs by size, but those that start the whole system first.
// Otherwise the longest one, which is a small file, would begin last and keep one core waiting.
const Sequencer = require('@jest/test-sequencer').default

const KINDS = ['browser', 'e2e', 'int', 'unit']
const rankOf = ({ path }) => KINDS.indexOf(/\.([a-z0-9]+)\.test\.ts$/.exec(path)[1])

module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests)
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}
