import { ImapFlow } from 'imapflow'
import type { Reached } from './reach.ts'
import type { MailServer } from './settings.ts'

const [CONNECT_MS, SILENCE_MS, IDLE_MS] = [10_000, 360_000, 240_000]

/** A client that is not connected yet. */
export function imapClient({ secure, user = '', password = '' }: MailServer, reached: Reached): ImapFlow {
  const client = new ImapFlow({
    ...reached,
    // otherwise it is used if the server has it
    ...(secure && !reached.secure && { doSTARTTLS: true }),
    auth: { user, pass: password },
    logger: false,
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS, maxIdleTime: IDLE_MS }
  })
  // what is wrong is told by whatever was asked; without a listener it would end the process
  client.on('error', () => undefined)
  return client
}
