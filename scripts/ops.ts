// npm run ops -- COMMAND …, in images ops COMMAND …: what operators can do to a running system.
import { parkingCommand } from '@inbox/messaging'
import { BadEnvironment } from '@inbox/runtime'
import { backupCommand } from './ops/backup.ts'
import { checkCommand } from './ops/check.ts'
import { conversationsCommand } from './ops/conversations.ts'
import { deliveriesCommand } from './ops/deliveries.ts'
import { migrateCommand } from './ops/migrate.ts'
import { outboxCommand } from './ops/outbox.ts'
import { passwordCommand } from './ops/password.ts'
import { queuesCommand } from './ops/queues.ts'
import { replicasCommand } from './ops/replicas.ts'
import { restoreCommand } from './ops/restore.ts'

const commands: Record<string, (args: string[]) => Promise<number>> = {
  check: checkCommand,
  parking: parkingCommand,
  conversations: conversationsCommand,
  deliveries: deliveriesCommand,
  outbox: outboxCommand,
  password: passwordCommand,
  queues: queuesCommand,
  replicas: replicasCommand,
  migrate: migrateCommand,
  backup: backupCommand,
  restore: restoreCommand
}

// the reader, such as head, has had enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command) {
  process.exitCode = await command(args).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    return error instanceof BadEnvironment ? 78 : 1
  })
} else {
  process.stderr.write(`Usage: ops ${Object.keys(commands).join(' | ')} …; each prints its own usage.\n`)
  process.exitCode = 2
}
