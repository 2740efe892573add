// npm run check: everything that can be said about the sources without running them.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const { runChecks } = await import('./check/run-checks.mjs')
process.exitCode = await runChecks()
