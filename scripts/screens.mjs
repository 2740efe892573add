// npm run screens: pictures of every screen of a system of its own, busy for a while, into docs/screens.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureToolchain } from './toolchain.mjs'

// Packages are taken from their sources, which only a start option can say.
const SOURCES = '--conditions=source'
const args = process.argv.slice(2)

function againFromSources() {
  process.on('SIGINT', () => {})
  const again = [SOURCES, '--no-warnings', fileURLToPath(import.meta.url), ...args]
  return spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1
}

await ensureToolchain()
process.exit(
  process.execArgv.includes(SOURCES) ? await (await import('./screens/take.mjs')).take(args) : againFromSources()
)
