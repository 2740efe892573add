// npm run demo: plays the story of a conversation against the system that `npm start` runs, and measures each step.
// With --live: virtual customers, and agents if wanted, keep it busy until stopped.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureToolchain } from './toolchain.mjs'

// Packages are taken from their sources, which only a start option can say.
const SOURCES = '--conditions=source'
const args = process.argv.slice(2)

/** The same script again with that option. Ctrl-C reaches it as well, and it clears the stage before it ends. */
function playFromSources() {
  process.on('SIGINT', () => {})
  const again = [SOURCES, '--no-warnings', fileURLToPath(import.meta.url), ...args]
  return spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1
}

await ensureToolchain()
const isPlay = process.execArgv.includes(SOURCES)
const act = async () =>
  args.includes('--live') ? (await import('./demo/live.mjs')).live(args) : (await import('./demo/play.mjs')).play()
process.exit(isPlay ? await act() : playFromSources())
