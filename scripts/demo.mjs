// npm run demo: plays the story of a conversation against the system that `npm start` runs, and measures each step.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureToolchain } from './toolchain.mjs'

// Packages are taken from their sources, which only a start option can say.
const SOURCES = '--conditions=source'

/** The same script again with that option. Ctrl-C reaches it as well, and it clears the stage before it ends. */
function playFromSources() {
  process.on('SIGINT', () => {})
  const again = [SOURCES, '--no-warnings', fileURLToPath(import.meta.url)]
  return spawnSync(process.execPath, again, { stdio: 'inherit' }).status ?? 1
}

await ensureToolchain()
const isPlay = process.execArgv.includes(SOURCES)
process.exit(isPlay ? await (await import('./demo/play.mjs')).play() : playFromSources())
