// npm start: the whole system on this machine, until Ctrl-C.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const { runUntilStopped } = await import('./start/run-until-stopped.mjs')
process.exit(await runUntilStopped())
