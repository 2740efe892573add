// Delivers one message, which may be stored already, to a provider that writes down what it is sent; FAIL_POINT ends it somewhere in between.
import { pause } from '@inbox/runtime'
import { openSender } from './provider.ts'

const [url, database, file, idempotent] = process.argv.slice(2) as [string, string, string, string]

const sender = await openSender({ url, database, file, idempotent: idempotent === 'true' })
if (!(await sender.stored('m1'))) await sender.add('m1')
while ((await sender.stored('m1'))?.state !== 'over') await pause(20)
// and what is told of it
while ((await sender.stored('m1'))!.outbox.length > 0) await pause(20)
await sender[Symbol.asyncDispose]()
process.exit(0)
