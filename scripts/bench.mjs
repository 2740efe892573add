// npm run bench [-- names]: measures this machine on backing services of its own, and writes docs/benchmarks.md.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const { runBenches } = await import('./bench/run-benches.mjs')
process.exit(await runBenches(process.argv.slice(2)))
