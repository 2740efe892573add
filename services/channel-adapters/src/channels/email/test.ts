import type { ChannelProblem } from '@inbox/contracts'
import type { Test } from '../channel.ts'
import { openTransport } from './deliver.ts'
import { problemsOfDkim, type ResolveTxt } from './dkim.ts'
import { imapClient, refusesSignIn } from './imap-client.ts'
import type { Reached } from './reach.ts'
import { type MailServer, mailSettingsOf } from './settings.ts'

type Reach = (server: MailServer) => Promise<Reached>

/** Signs in to both servers of a mailbox, and checks that DNS has the key that verifies its signature. */
export const testEmail =
  (reach: Reach, resolveTxt: ResolveTxt): Test =>
  async (account, signal) => {
    const settings = mailSettingsOf(account)
    if (!settings) return [{ code: 'missing', setting: 'address' }]
    const { imap, smtp, dkim } = settings
    const [receiving, sending, signing] = await Promise.all([
      imap ? problemOf('imap', () => signInToImap(imap, reach, signal)) : [],
      smtp ? problemOf('smtp', () => signInToSmtp(smtp, reach, signal)) : [missing('smtpHost')],
      dkim ? problemsOfDkim(dkim, resolveTxt) : []
    ])
    return [...receiving, ...sending, ...signing]
  }

const missing = (setting: string): ChannelProblem => ({ code: 'missing', setting })

async function problemOf(kind: 'imap' | 'smtp', attempt: () => Promise<unknown>): Promise<ChannelProblem[]> {
  try {
    await attempt()
    return []
  } catch (error) {
    const { code, responseText, message } = error as Error & { code?: string; responseText?: string }
    const detail = responseText ?? message
    if (refusesSignIn(error) || code === 'EAUTH') return [{ code: 'unauthorized', setting: `${kind}Password`, detail }]
    return [{ code: 'unreachable', setting: `${kind}Host`, detail }]
  }
}

async function signInToImap(server: MailServer, reach: Reach, signal: AbortSignal): Promise<void> {
  const client = imapClient(server, await reach(server))
  const cutOff = () => client.close()
  signal.addEventListener('abort', cutOff)
  try {
    await client.connect()
  } finally {
    signal.removeEventListener('abort', cutOff)
    client.close()
  }
}

async function signInToSmtp(server: MailServer, reach: Reach, signal: AbortSignal): Promise<void> {
  const transport = await openTransport(server, reach)
  const cutOff = () => transport.close()
  signal.addEventListener('abort', cutOff)
  await transport.verify().finally(() => {
    signal.removeEventListener('abort', cutOff)
    transport.close()
  })
}
