// Applies commands 1..N to a ledger, writing what it publishes to a file; FAIL_POINT kills it somewhere in between.
import { appendFileSync } from 'node:fs'
import { openLedger } from './ledger.ts'

const [url, database, file, count] = process.argv.slice(2) as [string, string, string, string]

const ledger = await openLedger({
  url,
  database,
  publish: async published => appendFileSync(file, `${JSON.stringify(published)}\n`)
})
// one by one and to the end, so that fail points in the background work are reached, too
for (let n = 1; n <= Number(count); n++) {
  await ledger.apply('ledger', n)
  while (ledger.outbox.backlog() > 0) await new Promise(resolve => setImmediate(resolve))
}
await ledger[Symbol.asyncDispose]()
process.exit(0)
