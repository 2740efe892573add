import { type AuthenticationFailure, ImapFlow } from 'imapflow'
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
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    maxIdleTime: IDLE_MS
  })
  // what is wrong is told by whatever was asked; without a listener it would end the process
  client.on('error', () => undefined)
  return client
}

/** Response codes of RFC 5530: the server cannot tell at the moment whether a password is right. */
const NOT_NOW = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG']

/** Whether a server has judged user and password, and does not accept them. */
export function refusesSignIn(error: unknown): boolean {
  const { authenticationFailed, serverResponseCode = '' } = error as Partial<AuthenticationFailure>
  return authenticationFailed === true && !NOT_NOW.includes(serverResponseCode)
}
