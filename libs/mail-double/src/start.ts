import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import nodemailer from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { createPostOffice, type PostOffice, type Submit } from './post-office.ts'

export interface MailDouble extends AsyncDisposable {
  port: number
  /** smtp://127.0.0.1:<port> */
  url: string
  office: PostOffice
}

const LARGEST = 50 * 1024 ** 2

interface Options {
  /** Default: any free port. */
  port?: number
  /** The local SMTP server through which customers send; without one, the double delivers everything itself. */
  submissionPort?: number | undefined
}

/** Starts an SMTP server that accepts every mail, but only from local programs. */
export async function startMailDouble({ port: wanted = 0, submissionPort }: Options = {}): Promise<MailDouble> {
  const office = createPostOffice(submissionPort === undefined ? undefined : submitTo(submissionPort))
  const server = new SMTPServer({
    banner: 'mail double (smtp-server)',
    size: LARGEST,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('Too large'), { responseCode: 552 }))
        const recipients = envelope.rcptTo.map(({ address }) => address)
        office.deliver(Buffer.concat(chunks), recipients).then(
          () => done(),
          // as if the recipient's server were down: the sender retries
          (error: Error) => done(Object.assign(error, { responseCode: 451 }))
        )
      })
    }
  })
  server.on('error', () => undefined)
  server.listen(wanted, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    office,
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve()))
  }
}

function submitTo(port: number): Submit {
  const server = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  return async (raw, envelope) => void (await server.sendMail({ raw, envelope }))
}
