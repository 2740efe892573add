// npm test [paths and jest options]: backing services for the whole run, jest, and one line with the counts.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const { runTests } = await import('./test/run-tests.mjs')
process.exit(await runTests(process.argv.slice(2)))
