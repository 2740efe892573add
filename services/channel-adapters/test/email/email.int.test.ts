import { generateKeyPairSync, hash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SetAsideMail } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Adapters, startAdapters } from '../adapters-fixture.ts'
import { aDelivery, CHANNEL } from '../builders.ts'
import { file, mail, multipartMail, nested, part } from './corpus/build.ts'
import { startIngestDouble } from './ingest-double.ts'
import { startSmtpServer } from './smtp-double.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const DKIM_KEY = String(privateKey.export({ type: 'pkcs8', format: 'pem' })).replaceAll('\n', '')
const KEY = 'key-of-the-support-mailbox'
const channel = { ...CHANNEL, kind: 'email' as const }
const stack = new AsyncDisposableStack()
let adapters: Adapters
let ingest: Awaited<ReturnType<typeof startIngestDouble>>
let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let url: string

beforeAll(async () => {
  ingest = stack.use(await startIngestDouble())
  smtp = stack.use(await startSmtpServer())
  const settings = {
    ...{ address: 'support@azulejo.example', name: 'Azulejo', signature: '{{agent.name}}\nAzulejo\nLisbon' },
    autoReply: 'Your case is {{referenceNumber}}.',
    ...{ smtpHost: '127.0.0.1', smtpPort: smtp.port, smtpSecure: false, smtpUser: 'support', smtpPassword: 'secret' }
  }
  const media = createServer(({ url: path = '' }, response) => response.end(`bytes of ${path.split('/')[2]}`))
  media.listen(0, '127.0.0.1')
  await once(media, 'listening')
  stack.defer(() => void media.close())
  const mediaUrl = `http://127.0.0.1:${(media.address() as AddressInfo).port}`
  const env = { CHANNEL_INGEST_URL: ingest.url, MEDIA_PUBLIC_URL: mediaUrl }
  const keys = [{ id: 'k1', sha256: hash('sha256', KEY) }]
  adapters = stack.use(await startAdapters(import.meta.url, settings, env, { kind: 'email', keys }))
  url = stack.use(await adapters.startOne()).url
  // wait until the channels and their keys are known
  await waitFor(async () => (await post(mail({}), 'no-key-of-ours')).status === 401)
}, 60_000)
afterAll(() => stack.disposeAsync())

const post = async (raw: Buffer, key = KEY, channelId = CHANNEL.id) => {
  const response = await fetch(`${url}/v1/email/${channelId}/inbound`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'message/rfc822' },
    body: new Uint8Array(raw)
  })
  const body = (await response.json()) as { outcome: string; problem?: string; code?: string }
  return { status: response.status, ...body }
}
const written = (subject: string) => ingest.messages.filter(({ thread }) => thread?.subject === subject)

describe('an email posted unchanged', () => {
  test('becomes a message in its thread, with what should be known about it as an email', async () => {
    const raw = mail({
      subject: 'Boots',
      cc: 'Rui <rui@example.org>',
      'authentication-results': 'azulejo.example; dmarc=fail'
    })
    expect(await post(raw)).toMatchObject({ status: 202, outcome: 'message' })
    expect(written('Boots')).toMatchObject([
      {
        contact: { id: 'ana@example.org', name: 'Ana Silva', email: 'ana@example.org' },
        content: { type: 'text', text: 'Hello' },
        thread: { id: expect.stringMatching(/^[0-9a-f]{24}$/) },
        mail: {
          subject: 'Boots',
          from: { address: 'ana@example.org', name: 'Ana Silva' },
          cc: [{ address: 'rui@example.org', name: 'Rui' }],
          authenticated: 'fail'
        }
      }
    ])
    const { mediaId } = written('Boots')[0]!.mail!.raw!
    expect(ingest.files.get(mediaId)).toMatchObject({ mimeType: 'message/rfc822', bytes: raw })
  })

  test('is the same message however often it is posted', async () => {
    const raw = mail({ subject: 'Twice', 'message-id': '<twice@example.org>' })
    await post(raw)
    await post(raw)
    expect(new Set(written('Twice').map(({ messageId }) => messageId)).size).toBe(1)
    expect(written('Twice')).toHaveLength(2)
  })

  test('is a different message from one with the same Message-ID and other content', async () => {
    const fields = { subject: 'Doubled', 'message-id': '<doubled@example.org>' }
    await post(mail(fields, 'One'))
    await post(mail(fields, 'Two'))
    const [one, two] = written('Doubled')
    expect([one!.content, two!.content]).toEqual(['One', 'Two'].map(text => ({ type: 'text', text })))
    expect(one!.messageId).not.toBe(two!.messageId)
    expect(one!.thread!.id).toBe(two!.thread!.id)
  })

  test('brings its files as messages in the same thread, and its HTML with the images that it shows', async () => {
    const html = nested('related', [
      part('text/html', '<p>See <img src="cid:pic"></p>'),
      file('image/png', 'pic.png', 'tiny', { 'Content-ID': '<pic>' })
    ])
    await post(multipartMail('mixed', [html, file('application/pdf', 'bill.pdf', '%PDF')], { subject: 'Bill' }))
    const [first, second, ...others] = written('Bill')
    expect(others).toEqual([])
    expect(first).toMatchObject({ content: { type: 'text', text: 'See' } })
    expect(second).toMatchObject({ content: { type: 'file', name: 'bill.pdf' }, thread: { id: first!.thread!.id } })
    expect(second!.mail).toBeUndefined()
    expect(ingest.files.get(first!.mail!.html!.mediaId)!.bytes.toString()).toContain('<img src="data:image/png;base64,')
  })

  test('has a file that it contains twice once, as with the calendar of an invitation', async () => {
    const invitation = ['METHOD:REQUEST', 'METHOD:REQUEST', 'METHOD:CANCEL'].map(text =>
      file('text/calendar', 'invite.ics', text)
    )
    const again = file('text/calendar', 'again.ics', 'METHOD:REQUEST')
    await post(multipartMail('mixed', [part('text/plain', 'Come'), ...invitation, again], { subject: 'Party' }))
    const names = written('Party').map(({ content }) => 'name' in content && content.name)
    expect(names).toEqual([false, 'invite.ics', 'invite.ics', 'again.ics'])
  })

  test('joins the thread of the email that it answers', async () => {
    await post(mail({ subject: 'First', 'message-id': '<first@example.org>' }))
    await post(mail({ subject: 'Second', 'message-id': '<second@example.org>', references: '<first@example.org>' }))
    await post(mail({ subject: 'Third', 'message-id': '<third@example.org>', 'in-reply-to': '<second@example.org>' }))
    const threads = ['First', 'Second', 'Third'].map(subject => written(subject)[0]!.thread!.id)
    expect(new Set(threads).size).toBe(1)
  })

  test('that cannot be read, or that no person wrote, is set aside with the reason', async () => {
    expect(await post(Buffer.from([0, 1, 2]))).toMatchObject({ status: 202, outcome: 'set-aside', problem: /header/ })
    expect(await post(mail({ from: 'refused@example.org' }))).toMatchObject({
      outcome: 'set-aside',
      problem: /Not this one/
    })
    expect(await post(mail({ 'auto-submitted': 'auto-replied' }))).toMatchObject({ outcome: 'automatic' })
  })

  test('that begins a thread is acknowledged, the writer’s first one in a day, however often it arrives', async () => {
    const from = (who: string, subject: string, more: Record<string, string> = {}) =>
      mail({ from: `${who}@acknowledged.example`, subject, 'message-id': `<${who}.${subject}@a.example>`, ...more })
    for (const raw of [from('rui', 'One'), from('rui', 'One'), from('rui', 'Two'), from('no-reply', 'Three')])
      await post(raw)
    await post(from('eva', 'Four', { 'in-reply-to': '<something@else.example>' }))
    const told = ['One', 'Two', 'Three', 'Four'].map(subject =>
      written(subject).map(({ acknowledgement }) => acknowledgement)
    )
    const text = 'Your case is {{referenceNumber}}.'
    expect(told).toEqual([[text, text], [undefined], [undefined], [undefined]])
  })

  test('that was set aside is listed with the reason, can be downloaded unchanged, and is accepted once the cause is fixed', async () => {
    const [mended, dismissed] = ['Tiles ☎', 'Not mine'].map((subject, index) =>
      mail({ subject, from: `Zoë <refused@example.org>`, 'message-id': `<aside${index}@example.org>` })
    ) as [Buffer, Buffer]
    await post(mended)
    await post(dismissed)
    await post(mail({ subject: 'Away', 'auto-submitted': 'auto-replied' }))
    const path = `/v1/channels/${CHANNEL.id}/set-aside-mails`
    const listed = async (query = '') =>
      ((await adapters.asked('GET', path + query, url)).body as { items: SetAsideMail[] }).items
    const called = async (subject: string) => (await listed()).find(each => each.subject === subject)
    const found = (await called('Tiles ☎'))!
    expect(found).toMatchObject({ from: 'Zoë <refused@example.org>', reason: 'refused', complete: true })
    expect(found).toMatchObject({ size: mended.length, problem: expect.stringMatching(/Not this one/) })
    const of = (act: string, { id }: { id: string } = found) =>
      adapters.asked(act === 'raw' ? 'GET' : 'POST', `${path}/${id}/${act}`, url)
    expect(await of('raw')).toEqual({ status: 200, body: mended.toString() })
    expect(await of('retry')).toMatchObject({ status: 200, body: { outcome: 'set-aside' } })
    ingest.unwanted.clear()
    expect(await of('retry')).toMatchObject({ status: 200, body: { outcome: 'message' } })
    expect([written('Tiles ☎').length, await called('Tiles ☎')]).toEqual([1, undefined])
    expect(await of('dismiss', (await called('Not mine'))!)).toMatchObject({ status: 204 })
    expect((await listed()).map(({ reason }) => reason)).not.toContain('automatic')
    expect((await listed('?automatic=true'))[0]).toMatchObject({ subject: 'Away', reason: 'automatic' })
    expect((await of('retry', { id: 'unknown' })).status).toBe(404)
  })

  test('of which only the beginning is stored is shown, and cannot be retried', async () => {
    const large = mail({ subject: 'Large', from: 'no address' }, 'x'.repeat(15 * 1024 ** 2))
    await post(large)
    const path = `/v1/channels/${CHANNEL.id}/set-aside-mails`
    const { items } = (await adapters.asked('GET', `${path}?limit=1`, url)).body as { items: SetAsideMail[] }
    expect(items[0]).toMatchObject({ subject: 'Large', from: 'no address', complete: false, size: large.length })
    expect((await adapters.asked('POST', `${path}/${items[0]!.id}/retry`, url)).status).toBe(422)
  })

  test('reports that an answer of ours has failed', async () => {
    const id = '<msg-0000077.0123456789abcdef01234567@azulejo.example>'
    const report = 'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1'
    const raw = multipartMail('report', [
      part('message/delivery-status', report),
      part('text/rfc822-headers', `Message-ID: ${id}`)
    ])
    expect(await post(raw)).toMatchObject({ outcome: 'report' })
    expect(ingest.statuses).toMatchObject([{ messageId: 'msg-0000077', status: 'failed', error: /no such mailbox/ }])
  })

  test.each([
    ['without the key', '', CHANNEL.id, 401],
    ['with another key', 'no-key-of-ours', CHANNEL.id, 401],
    ['for somebody else’s channel', KEY, 'other', 404]
  ])('is refused %s', async (_how, key, channelId, status) => {
    expect((await post(mail({}), key, channelId)).status).toBe(status)
  })

  test('is to be posted again while channel-ingest is unavailable', async () => {
    ingest.setAway(true)
    const { status } = await post(mail({ subject: 'Later', 'message-id': '<later@example.org>' }))
    ingest.setAway(false)
    expect(status).toBeGreaterThanOrEqual(500)
    expect(await post(mail({ subject: 'Later', 'message-id': '<later@example.org>' }))).toMatchObject({
      outcome: 'message'
    })
  })
})

describe('an answer', () => {
  const contact = { id: 'k', externalId: 'ana@example.org', name: 'Zoë\r\nBcc: x@evil.example' }
  const ask = async (id: string, more: object) => {
    await adapters.request(aDelivery(`c-${id}`, id, { channel, contact, ...more }))
    return waitFor(() => adapters.toldOf(id)[0])
  }
  const takenOf = (id: string) => smtp.taken.filter(({ raw }) => raw.includes(`<${id}.`))
  const field = (raw: string, name: string) =>
    new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1]?.replace(/\r\n[ \t]+/g, ' ')

  test('leaves as an email in the thread, with text and HTML, and is recognised by its Message-ID', async () => {
    await post(mail({ subject: 'Tiles', 'message-id': '<tiles@example.org>', references: '<root@example.org>' }))
    const [received] = written('Tiles')
    const thread = received!.thread!
    const told = await ask('out-1', {
      thread,
      latestReceived: { messageId: 'x', providerMessageId: `${received!.messageId}.3` },
      mail: { cc: [{ address: 'rui@example.org' }] },
      content: { type: 'text', text: 'Yes, <b> & "c".\n\nhttps://azulejo.example/a' }
    })
    const [sent] = takenOf('out-1')
    expect(sent).toMatchObject({ from: 'support@azulejo.example', to: ['ana@example.org', 'rui@example.org'] })
    const raw = sent!.raw.replace(/=\r\n/g, '').replaceAll('=3D', '=')
    expect(field(raw, 'Message-ID')).toBe(`<out-1.${thread.id}@azulejo.example>`)
    expect(told.data.providerMessageId).toBe(`out-1.${thread.id}@azulejo.example`)
    expect(field(raw, 'In-Reply-To')).toBe('<tiles@example.org>')
    expect(field(raw, 'References')).toBe('<root@example.org> <tiles@example.org>')
    expect(field(raw, 'Subject')).toBe('Re: Tiles')
    expect(raw).toContain('Yes, &lt;b&gt; &amp; &quot;c&quot;.')
    expect(raw).toContain('<a href="https://azulejo.example/a">')
    expect(raw).toMatch(/-- ?\r\nAna\r\nAzulejo\r\nLisbon/)
    expect(field(raw, 'Bcc')).toBeUndefined()
    expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
  })

  test('to an email without a Message-ID leaves as well', async () => {
    await post(mail({ subject: 'Nameless', 'message-id': undefined }))
    const [{ thread, messageId } = { messageId: '' }] = written('Nameless')
    const latestReceived = { messageId: 'x', providerMessageId: messageId }
    await ask('nameless', { thread, latestReceived })
    expect(field(takenOf('nameless')[0]!.raw, 'References')).toBe(`<${thread!.id}@azulejo.example>`)
  })

  test('leaves with all its files in one email', async () => {
    const attachments = ['a', 'b'].map(name => ({ mediaId: name, name: `${name}.txt`, mimeType: 'text/plain' }))
    await ask('files', { mail: { attachments }, content: { type: 'text', text: 'Two files' } })
    const [sent, ...others] = takenOf('files')
    expect(others).toEqual([])
    for (const name of ['a', 'b']) expect(sent!.raw).toContain(Buffer.from(`bytes of ${name}`).toString('base64'))
    expect(sent!.raw.match(/Content-Disposition: attachment/g)).toHaveLength(2)
  })

  test('to it returns to the same thread, whatever else is lost on the way', async () => {
    await post(mail({ subject: 'Back', 'message-id': '<back@example.org>' }))
    const thread = written('Back')[0]!.thread!
    await ask('out-2', { thread })
    const messageId = field(takenOf('out-2')[0]!.raw, 'Message-ID')!
    await post(mail({ subject: 'Quite another', 'message-id': '<b2@example.org>', 'in-reply-to': messageId }))
    expect(written('Quite another')[0]!.thread!.id).toBe(thread.id)
  })

  test('is retried when the server is busy, and is then the same email', async () => {
    smtp.answers.data = { code: 451, text: 'Try later' }
    await adapters.request(aDelivery('c-busy', 'busy', { channel, contact }))
    await waitFor(() => smtp.attempts() > 0 && smtp.attempts())
    const before = smtp.attempts()
    await waitFor(() => smtp.attempts() > before)
    smtp.answers.data = undefined
    await waitFor(() => adapters.toldOf('busy')[0])
    expect(takenOf('busy')).toHaveLength(1)
  })

  test('that the server refuses has failed, in the server’s words', async () => {
    smtp.answers.rcpt = { code: 550, text: '5.1.1 No such user here' }
    const told = await ask('refused', {})
    smtp.answers.rcpt = undefined
    expect(told.data).toMatchObject({ code: 'refused', error: expect.stringContaining('No such user here') })
  })

  test('that reaches only some of its recipients has failed, and says whom it missed, even one in Cc', async () => {
    smtp.unwanted.add('rui@example.org')
    const told = await ask('missed', { mail: { cc: [{ address: 'rui@example.org' }] } })
    smtp.unwanted.clear()
    expect(takenOf('missed')).toMatchObject([{ to: ['ana@example.org'] }])
    expect(told.data).toMatchObject({ code: 'refused', error: 'rui@example.org: 550 5.1.1 No such user here' })
  })

  test('waits if the server rejects our credentials, until somebody has fixed that', async () => {
    smtp.answers.auth = { code: 535, text: 'Wrong password' }
    await adapters.request(aDelivery('c-auth', 'auth', { channel, contact }))
    await waitFor(() => adapters.states().includes('disconnected'))
    expect(adapters.toldOf('auth')).toEqual([])
    smtp.answers.auth = undefined
    await adapters.changeChannel({
      ...{ address: 'support@azulejo.example', smtpHost: '127.0.0.1', smtpPort: smtp.port, smtpSecure: false },
      ...{ smtpUser: 'support', smtpPassword: 'mended', dkimSelector: 'inbox', dkimKey: DKIM_KEY }
    })
    await waitFor(() => adapters.toldOf('auth')[0])
    expect(takenOf('auth')).toHaveLength(1)
    expect(field(takenOf('auth')[0]!.raw, 'DKIM-Signature')).toMatch(/a=rsa-sha256;.* d=azulejo\.example;.* s=inbox;/)
  })
})
