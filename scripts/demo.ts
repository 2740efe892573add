// npm run demo: plays the story of a conversation against the system that `npm start` runs, and measures each step.
// With --live: virtual customers, and agents if wanted, keep it busy until stopped.
import { live } from './demo/live.ts'
import { play } from './demo/play.ts'

const args = process.argv.slice(2)
process.exit(args.includes('--live') ? await live(args) : await play())
