// The command line of parking in images; from a clone: npm run ops -- parking …
import { parkingCommand } from './parking-command.ts'

parkingCommand(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
)
