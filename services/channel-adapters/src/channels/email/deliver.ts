import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Outcome } from '@inbox/delivery'
import { failPoint } from '@inbox/runtime'
import { inDetail } from '@inbox/telemetry'
import { deliveryIdOf } from '../../domain/delivery.ts'
import type { Mails } from '../../store/mails.ts'
import type { Deliver } from '../channel.ts'
import { type Composed, compose } from './compose.ts'
import { signingWith, UnusableKey } from './dkim.ts'
import { mailIdOf } from './messages.ts'
import { missedOf, outcomeOfError } from './outcome.ts'
import type { Reached } from './reach.ts'
import { type MailServer, mailSettingsOf } from './settings.ts'

interface Needs {
  mails: Pick<Mails, 'get'>
  reach: (server: MailServer) => Promise<Reached>
}

/** Hands an answer to the channel's SMTP server, with the same Message-ID on every attempt. */
export const deliverToEmail =
  ({ mails, reach }: Needs): Deliver =>
  async (delivery, settings, signal) => {
    const mailbox = mailSettingsOf({ settings })
    if (!mailbox?.smtp) return { kind: 'disconnected', error: 'the channel has no SMTP server' }
    const latest = delivery.replyTo?.providerMessageId ?? delivery.latestReceived?.providerMessageId
    const answered = latest === undefined ? undefined : await mails.get(delivery.channel.id, mailIdOf(latest))
    const { dkim } = mailbox
    const composed = compose(delivery, deliveryIdOf(delivery), mailbox, answered)
    const transport = await openTransport(mailbox.smtp, reach)
    const cutOff = () => transport.close()
    signal.addEventListener('abort', cutOff)
    try {
      const mail = { ...composed, ...(dkim && { dkim: signingWith(dkim) }) }
      const attributes = toldOf(mailbox.smtp)
      return await inDetail('send mail', { kind: 'client', attributes }, () => send(transport, mail, signal))
    } catch (error) {
      if (error instanceof UnusableKey) return { kind: 'disconnected', error: error.message }
      return outcomeOfError(error as Error)
    } finally {
      signal.removeEventListener('abort', cutOff)
      transport.close()
    }
  }

const toldOf = ({ host, port }: MailServer) => ({
  'network.protocol.name': 'smtp',
  'server.address': host,
  'server.port': port
})

const [CONNECT_MS, IDLE_MS] = [10_000, 60_000]

/** A connection to an SMTP server; the caller must close it. The library is loaded by the first. */
export async function openTransport(server: MailServer, reach: Needs['reach']) {
  const { user, password } = server
  const { default: nodemailer } = await import('nodemailer')
  return nodemailer.createTransport({
    ...(await reach(server)),
    requireTLS: server.secure,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
    // a mail's contents are never read from addresses or files that it names
    disableFileAccess: true,
    disableUrlAccess: true
  })
}

interface Leaving extends Composed {
  dkim?: ReturnType<typeof signingWith>
}
type Transport = Awaited<ReturnType<typeof openTransport>>

async function send(transport: Transport, { attached, ...mail }: Leaving, signal: AbortSignal): Promise<Outcome> {
  const attachments = attached.map(({ name, mimeType, url }) => ({
    filename: name,
    contentType: mimeType,
    // opened when its turn comes: otherwise connections for later files would time out
    content: Readable.from(contentAt(url, signal))
  }))
  const sent = await transport.sendMail({ ...mail, attachments })
  failPoint('email.sent')
  const missed = missedOf(sent.rejectedErrors)
  if (missed) return missed
  const receipt = mail.messageId.slice(1, -1)
  return { kind: 'sent', receipt: /^[\x21-\x7e]{1,200}$/.test(receipt) ? receipt : undefined }
}

async function* contentAt(url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const response = await fetch(url, { signal })
  if (!response.ok || !response.body) throw new Error(`media responded with ${response.status}`)
  yield* response.body as ReadableStream<Uint8Array>
}
