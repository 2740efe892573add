// npm run screens: pictures of every screen of a system of its own, busy for a while, into docs/screens.
import { take } from './screens/take.ts'

process.exit(await take(process.argv.slice(2)))
