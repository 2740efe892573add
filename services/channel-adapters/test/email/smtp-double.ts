import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

export interface Taken {
  from: string
  to: string[]
  raw: string
}

const NO_USER = { code: 550, text: '5.1.1 No such user here' }

type Answer = { code: number; text: string } | undefined

/** An SMTP server that keeps what it accepts, and responds as it is told. */
export async function startSmtpServer(port = 0) {
  const taken: Taken[] = []
  const answers = { auth: undefined as Answer, rcpt: undefined as Answer, data: undefined as Answer }
  const unwanted = new Set<string>()
  let attempts = 0
  const refusal = (answer: Answer) => answer && Object.assign(new Error(answer.text), { responseCode: answer.code })
  const server = new SMTPServer({
    ...{ authOptional: true, hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
    onAuth: ({ username }, _session, done) => done(refusal(answers.auth) ?? null, { user: username }),
    onRcptTo: ({ address }, _session, done) => done(unwanted.has(address) ? refusal(NO_USER) : refusal(answers.rcpt)),
    onData(stream: SMTPServerDataStream, { envelope }, done) {
      attempts += 1
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refused = refusal(answers.data)
        if (!refused) {
          const from = envelope.mailFrom ? envelope.mailFrom.address : ''
          taken.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() })
        }
        done(refused)
      })
    }
  })
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    answers,
    /** Addresses that do not exist. */
    unwanted,
    attempts: () => attempts,
    [Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve()))
  }
}
