// npm run screens: pictures of every screen of a system of its own, busy for a while, into docs/screens.
import { ensureToolchain } from './toolchain.mjs'

await ensureToolchain()
const { take } = await import('./screens/take.mjs')
process.exit(await take(process.argv.slice(2)))
