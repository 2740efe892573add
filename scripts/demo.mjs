// npm run demo: plays the story of a conversation against the system that `npm start` runs, and measures each step.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureToolchain, root } from './toolchain.mjs'

await ensureToolchain()
// Ctrl-C reaches the play as well, which clears the stage before it ends.
process.on('SIGINT', () => {})
// Packages are taken from their sources, which only a start option can say.
const play = ['--conditions=source', '--no-warnings', join(root, 'scripts/demo/main.mjs')]
const { status } = spawnSync(process.execPath, play, { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)
