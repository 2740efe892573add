import { type Served, serve } from '@inbox/double-pages'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import nodemailer, { type SendMailOptions } from 'nodemailer'
import { createMailPages } from './pages.ts'
import { createPostOffice, keptMails, takeUpMails } from './post-office.ts'
import { type MailDouble, startMailDouble } from './start.ts'
import { writeMail } from './write.ts'

const SUPPORT = 'support@azulejo.example'
const ANA = 'ana@example.org'
const taken: string[] = []
let isAway = false
let double: MailDouble
let served: Served

beforeAll(async () => {
  double = await startMailDouble()
  double.office.addBusiness({
    ...{ address: SUPPORT, name: 'Support' },
    async take(raw) {
      if (isAway) throw new Error('away')
      taken.push(raw.toString())
    }
  })
  double.office.customerAt(ANA, 'Ana')
  const pages = await createMailPages(double.office)
  served = await serve(
    (request, response) => void pages(request, response, new URL(request.url!, 'http://any').pathname)
  )
})
afterAll(async () => {
  await double[Symbol.asyncDispose]()
  await served[Symbol.asyncDispose]()
})

const ana = () => double.office.customers.get(ANA)!
const send = (mail: SendMailOptions) =>
  nodemailer.createTransport({ host: '127.0.0.1', port: double.port, ignoreTLS: true }).sendMail(mail)
const api = async (path: string, body?: object) => {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  const answer = await fetch(`${served.url}/mail/api${path}`, init)
  // biome-ignore lint/suspicious/noExplicitAny: checked field by field
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any }
}
const BOX = `/mailboxes/${ANA}/mails`

test('an email sent by SMTP is in the mailbox of each recipient, even formerly unknown ones', async () => {
  await send({ from: SUPPORT, to: [ANA, 'new@example.org'], subject: 'Boots', text: 'Here they are' })
  expect(ana().mails).toHaveLength(1)
  expect((await api('/mailboxes')).body.customers).toMatchObject([
    { address: ANA, name: 'Ana', unread: 1 },
    { address: 'new@example.org', unread: 1 }
  ])
})

test('a customer’s answer reaches the business unchanged, in the thread of what it answers, with its files', async () => {
  const id = ana().mails[0]!.id
  const { body: read } = await api(`${BOX}/${id}`)
  expect(read).toMatchObject({ subject: 'Boots', fromAddress: SUPPORT, text: expect.stringContaining('Here they are') })
  const files = [{ name: 'größe.txt', mimeType: 'text/plain', base64: Buffer.from('42').toString('base64') }]
  const sent = await api(BOX, { to: 'Support+token@azulejo.example', text: 'Too small', answers: id, files })
  expect(sent.status).toBe(201)
  const raw = taken.at(-1)!
  expect(raw).toContain(`In-Reply-To: ${read.messageId}`)
  expect(raw).toContain(`References: ${read.messageId}`)
  expect(raw).toMatch(/^Subject: Re: Boots/m)
  expect(raw).toMatch(/filename\*0?\*=utf-8''gr%C3%B6%C3%9Fe/i)
  expect((await api('/mailboxes')).body.customers[0]).toMatchObject({ unread: 0 })
})

test('while the business cannot receive an email, nobody has it and the sender is told', async () => {
  isAway = true
  const before = ana().mails.length
  const { status, body } = await api(BOX, { to: `${SUPPORT}, x@example.org`, text: 'Hello?' })
  const refused = send({ from: ANA, to: SUPPORT, text: 'Hello?' })
  await expect(refused).rejects.toMatchObject({ responseCode: 451 })
  isAway = false
  expect([status, body]).toEqual([502, { error: 'away' }])
  expect(ana().mails).toHaveLength(before)
  expect(double.office.customers.has('x@example.org')).toBe(false)
})

test('the HTML of an email may do nothing: no scripts, no forms, nothing loaded', async () => {
  await send({ from: SUPPORT, to: ANA, html: '<script>alert(1)</script><img src="https://example.org/x.png">Hello' })
  const { id } = ana().mails.at(-1)!
  const answer = await fetch(`${served.url}/mail/api${BOX}/${id}/html`)
  const policy = answer.headers.get('content-security-policy')!
  expect(policy).toMatch(/^sandbox allow-popups; default-src 'none'/)
  expect(policy).toContain('img-src data:')
})

test('the page finds the files it loads; invalid calls are refused with an explanation', async () => {
  const page = await (await fetch(`${served.url}/mail`)).text()
  const files = [...page.matchAll(/(?:src|href)="(\/mail\/[^"]+)"/g)].map(([, path]) => path!)
  const answers = await Promise.all(files.map(path => fetch(served.url + path)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await api('/mailboxes', { address: 'no address' })).status).toBe(400)
  expect((await api('/mailboxes/nobody@example.org/mails')).status).toBe(404)
})

test('mailboxes are unchanged when they are taken up again', async () => {
  const office = createPostOffice()
  takeUpMails(office, JSON.parse(JSON.stringify(keptMails(double.office))))
  expect(office.customers.get(ANA)).toEqual(ana())
  await expect(writeMail(office, office.customerAt(ANA), { to: 'b@example.org', text: 'x' })).resolves.toBeDefined()
})
