import { rm } from 'node:fs/promises'
import { mailServersObstacle, newMailFolder, startPrivateDovecot, startPrivateExim } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import nodemailer, { type SendMailOptions, type Transporter } from 'nodemailer'
import { type Adapters, startAdapters } from '../adapters-fixture.ts'
import { aDelivery, CHANNEL } from '../builders.ts'
import { startIngestDouble } from './ingest-double.ts'
import { startSmtpServer } from './smtp-double.ts'

const obstacle = await mailServersObstacle()
console.info(
  obstacle
    ? `No Exim and Dovecot here (${obstacle}): e-mail is tested with npm's smtp-server and posted mails alone`
    : 'E-mail is tested with Exim and Dovecot'
)

const ANA = 'ana@example.org'
const channel = { ...CHANNEL, kind: 'email' as const }
const stack = new AsyncDisposableStack()
let adapters: Adapters
let exim: Awaited<ReturnType<typeof startPrivateExim>>
let customers: Awaited<ReturnType<typeof startSmtpServer>>
let ingest: Awaited<ReturnType<typeof startIngestDouble>>
let byExim: Transporter

const writes = (mail: SendMailOptions) => byExim.sendMail({ from: ANA, to: 'support@azulejo.example', ...mail })
const arrived = (subject: string) =>
  waitFor(() => ingest.messages.find(({ thread }) => thread?.subject === subject), { timeoutMs: 30_000 })
const answers = (id: string, more: object = {}) => {
  const contact = { id: 'k', externalId: ANA, name: 'Ana' }
  return adapters.request(aDelivery(`c-${id}`, id, { channel, contact, ...more }))
}
const takenOf = (id: string) => customers.taken.filter(({ raw }) => raw.includes(`<${id}.`))

const describeWithServers = obstacle ? describe.skip : describe
describeWithServers('between Exim and Dovecot', () => {
  beforeAll(async () => {
    customers = stack.use(await startSmtpServer())
    ingest = stack.use(await startIngestDouble())
    const folder = await newMailFolder()
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    const dovecot = stack.use(await startPrivateDovecot({ folder, passwords: { support: 'secret' } }))
    const ours = { domain: 'azulejo.example', names: ['support'], othersPort: customers.port }
    exim = stack.use(await startPrivateExim({ folder, ...ours }))
    byExim = nodemailer.createTransport({ host: '127.0.0.1', port: exim.port, ignoreTLS: true })
    const settings = {
      address: 'support@azulejo.example',
      ...{ imapHost: '127.0.0.1', imapPort: dovecot.port, imapSecure: false },
      ...{ imapUser: 'support', imapPassword: 'secret' },
      ...{ smtpHost: '127.0.0.1', smtpPort: exim.port, smtpSecure: false }
    }
    const env = { CHANNEL_INGEST_URL: ingest.url }
    adapters = stack.use(await startAdapters(import.meta.url, settings, env, { kind: 'email' }))
    stack.use(await adapters.startOne())
    await waitFor(async () => (await adapters.mailbox())?.readUntil, { timeoutMs: 60_000 })
  }, 90_000)
  afterAll(() => stack.disposeAsync())

  test('a thread continues both ways: an email, its answer, and the answer to that by a program that keeps only In-Reply-To', async () => {
    await writes({ subject: 'Tiles', text: '.\nA line of one dot, and Olá.', messageId: '<tiles@example.org>' })
    const first = await arrived('Tiles')
    expect(first.content).toEqual({ type: 'text', text: '.\nA line of one dot, and Olá.' })
    await answers('answer-1', {
      thread: first.thread,
      latestReceived: { messageId: 'x', providerMessageId: first.messageId }
    })
    const [answer] = await waitFor(() => takenOf('answer-1').length > 0 && takenOf('answer-1'))
    expect(answer!.raw).toMatch(/^In-Reply-To: <tiles@example.org>/m)
    expect(answer!.raw).toMatch(/^Received: from .*\s+by mail\.azulejo\.example with esmtp/m)
    const messageId = /^Message-ID: (<.*>)/im.exec(answer!.raw)![1]!
    await writes({ subject: 'Quite another', text: 'Thanks', inReplyTo: messageId })
    expect((await arrived('Quite another')).thread!.id).toBe(first.thread!.id)
  })

  test('a line longer than servers allow, and words beyond ASCII, arrive whole', async () => {
    const text = `${'a'.repeat(3000)} ação 陳偉`
    await answers('answer-2', { content: { type: 'text', text } })
    const [answer] = await waitFor(() => takenOf('answer-2').length > 0 && takenOf('answer-2'))
    expect(answer!.raw.split('\r\n').every(line => line.length <= 998)).toBe(true)
    await writes({ to: 'support+tag@azulejo.example', subject: 'Long', text })
    expect((await arrived('Long')).content).toEqual({ type: 'text', text })
  })

  test('an address that the server does not know is reported in its words', async () => {
    await answers('nowhere', { contact: { id: 'n', externalId: 'nobody@azulejo.example', name: 'Nobody' } })
    const told = await waitFor(() => adapters.toldOf('nowhere')[0])
    expect(told.data).toMatchObject({ code: 'refused', error: expect.stringContaining('Unrouteable address') })
  })

  test('an answer waits while the server is unavailable, and leaves once', async () => {
    await exim.stop()
    await answers('patience')
    await waitFor(() => adapters.errorOf('patience'))
    expect(adapters.toldOf('patience')).toEqual([])
    await exim.restart()
    await waitFor(() => takenOf('patience').length > 0, { timeoutMs: 30_000 })
    await waitFor(() => adapters.toldOf('patience')[0])
    expect(takenOf('patience')).toHaveLength(1)
  })
})
