// npm run demo: plays the story of a conversation against the system that `npm start` runs, and measures each step.
// With --live: virtual customers, and agents if wanted, keep it busy until stopped.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const args = process.argv.slice(2)
process.exit(
  args.includes('--live')
    ? await (await import('./demo/live.mjs')).live(args)
    : await (await import('./demo/play.mjs')).play()
)
