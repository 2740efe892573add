// npm run bot: puts the sample bot first in Support of the system that `npm start` runs, until stopped.
import { runBot } from './demo/bot.ts'

process.exit(await runBot())
