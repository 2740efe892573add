// npm run screens: starts a system, keeps it busy for a while, and puts a picture of every screen into docs/screens.
import { take } from './screens/take.ts'

process.exit(await take(process.argv.slice(2)))
