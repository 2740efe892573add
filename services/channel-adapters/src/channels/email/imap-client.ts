import { type AuthenticationFailure, ImapFlow } from 'imapflow'
import type { Reached } from './reach.ts'
import type { MailServer } from './settings.ts'

const [CONNECT_MS, SILENCE_MS, IDLE_MS] = [10_000, 360_000, 240_000]

/** Creates a client, not yet connected. */
export function imapClient({ secure, user = '', password = '' }: MailServer, reached: Reached): ImapFlow {
  const client = new ImapFlow({
    ...reached,
    // if TLS is not required, it is still used if the server supports it
    ...(secure && !reached.secure && { doSTARTTLS: true }),
    auth: { user, pass: password },
    logger: false,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    maxIdleTime: IDLE_MS
  })
  // errors reach whichever call was made; without a listener this event would end the process
  client.on('error', () => undefined)
  return client
}

/** Response codes of RFC 5530: at the moment, the server cannot tell whether a password is right. */
const NOT_NOW = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG']

/** Whether a server has checked user and password, and rejects them. */
export function refusesSignIn(error: unknown): boolean {
  const { authenticationFailed, serverResponseCode = '' } = error as Partial<AuthenticationFailure>
  return authenticationFailed === true && !NOT_NOW.includes(serverResponseCode)
}
