import { renewQueue } from '@inbox/messaging'
import { openBrokerManagement } from './broker-management.ts'

const USAGE = `The broker queues of all services. RABBITMQ_URL (and RABBITMQ_MANAGEMENT_URL) select the broker.

  queues list           prints one JSON line each: name, messages, consumers; may be a few seconds old
  queues renew <name>   recreates a broker queue whose arguments changed with a release: its service declares it again, and no message is lost
`

/** What operators can do with broker queues; resolves with the exit code. */
export async function queuesCommand(args: string[]): Promise<number> {
  const [verb, name, ...others] = args
  const complete = (verb === 'list' && !name) || (verb === 'renew' && name)
  if (!complete || others.length > 0) {
    process.stderr.write(USAGE)
    return 2
  }
  const management = openBrokerManagement()
  const queues = await management.queues()
  if (verb === 'list') for (const queue of queues) process.stdout.write(`${JSON.stringify(queue)}\n`)
  if (name) {
    if (!queues.some(queue => queue.name === name)) throw new Error(`there is no broker queue ${name}`)
    process.stdout.write(
      `${JSON.stringify({ renewed: name, held: await renewQueue(management.url, name, management) })}\n`
    )
  }
  return 0
}
