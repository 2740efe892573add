// Delivers one message, possibly stored before, to a provider that records what it gets; FAIL_POINT crashes it midway.
import { pause } from '@inbox/runtime'
import { openSender } from './provider.ts'

const [url, database, file, idempotent] = process.argv.slice(2) as [string, string, string, string]

const sender = await openSender({ url, database, file, idempotent: idempotent === 'true' })
if (!(await sender.stored('m1'))) await sender.add('m1')
while ((await sender.stored('m1'))?.state !== 'over') await pause(20)
// wait until its event is published
while ((await sender.stored('m1'))!.outbox.length > 0) await pause(20)
await sender[Symbol.asyncDispose]()
process.exit(0)
