import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { barriers } from '../barriers.ts'
import type { Device, Person } from '../browser.ts'
import { acceptFromList, act, composer, goTo, holds, itemOf, open } from '../inbox-page.ts'
import { signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Does what page translators do: wraps translatable texts in their own elements. */
const TRANSLATE = `
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (texts.nextNode()) if (texts.currentNode.parentElement.translate) found.push(texts.currentNode)
  for (const text of found) {
    const font = document.createElement('font')
    text.replaceWith(font)
    font.textContent = text.data.toUpperCase()
  }
`
const presses = (key: string, code: string) =>
  `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', code: '${code}', bubbles: true, cancelable: true }))`

export function reading(): void {
  let team: Team
  /** At the page that tests share. */
  let uta: Person
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Mia', 'Ole', 'Uta', 'Lou'] })
    uta = await at('Uta')
  })
  afterAll(() => uta?.[Symbol.asyncDispose]())
  const at = (name: string, device?: Device) => signIn(team.workers.find(each => each.name === name)!, device)

  test('nothing foreign is loaded by an agent’s browser: files are shown from our copies, portraits only on request', async () => {
    await using foreign = await startForeign()
    const { host } = foreign
    const contact = team.contact('whatsapp', 'Sender', { avatarUrl: `http://${host}/face.gif` })
    await contact.writes(`Look at http://${host}/page`)
    const media = { url: `http://${host}/picture.gif`, mimeType: 'image/gif' }
    await contact.writes('', { content: { type: 'image', ...media, caption: 'My cat' } })
    await contact.writes('', { content: { type: 'video', url: `http://${host}/gone.mp4`, mimeType: 'video/mp4' } })
    await using mia = await at('Mia')
    const { page } = mia
    await open(page, 'Sender')
    const messages = messagesOf(page)
    await messages.getByRole('img', { name: 'My cat' }).waitFor()
    await messages.getByText('No longer available: it was deleted at its source').waitFor()
    await page.waitForLoadState('networkidle')
    expect(foreign.ofBrowsers()).toEqual([])
    expect(await barriers(page)).toEqual([])

    await page
      .locator('aside')
      .getByRole('button', { name: `Show image from ${host}` })
      .click()
    await page.locator('aside img').waitFor()
    const [opened] = await Promise.all([
      mia.context.waitForEvent('page'),
      messages.getByRole('link', { name: `http://${host}/page` }).click()
    ])
    await opened.waitForLoadState()
    expect(await opened.evaluate('[document.referrer, window.opener]')).toEqual(['', null])
    const ofOurs = foreign.ofBrowsers().filter(({ path }) => path !== '/favicon.ico')
    expect([...new Set(ofOurs.map(({ path }) => path))]).toEqual(['/face.gif', '/page'])
    expect(ofOurs.flatMap(({ referer }) => referer ?? [])).toEqual([])
  })

  test('names and addresses read as what they are', async () => {
    const contact = team.contact('whatsapp', 'Rolf\u202eregnad')
    const file = { url: 'https://files.example/1', mimeType: 'application/octet-stream', name: 'invoice\u202egnp.exe' }
    await contact.writes('', { content: { type: 'file', ...file } })
    await contact.writes('See (https://en.wikipedia.org/wiki/Foo_(bar))。 Or www.example.com, or ask ana@example.com.')
    const { page } = uta
    await goTo(page, 'queue')
    await open(page, 'Rolfregnad')
    await messagesOf(page).getByText('invoicegnp.exe', { exact: true }).waitFor()
    const links = messagesOf(page).locator('[translate=yes] a')
    await links.first().waitFor()
    expect(await links.evaluateAll(all => all.map(each => each.getAttribute('href')))).toEqual([
      'https://en.wikipedia.org/wiki/Foo_(bar)',
      'http://www.example.com',
      'mailto:ana@example.com'
    ])
  })

  test('a translated page translates what was said, not the app, and continues to work', async () => {
    const contact = team.contact('whatsapp', 'Trad')
    await contact.writes('bom dia, veja https://example.com hoje')
    await using ole = await at('Ole')
    const { page } = ole
    await acceptFromList(page, 'Trad')
    await messagesOf(page).getByText('bom dia, veja').waitFor()
    await page.evaluate(TRANSLATE)
    await messagesOf(page).getByText('BOM DIA').waitFor()
    expect(await page.locator('font').count()).toBe(await page.locator('[translate=yes] font').count())
    await composer(page).fill('Bom dia')
    await composer(page).press('Enter')
    await page.getByRole('img', { name: 'Waiting for the channel' }).waitFor()
    await page.evaluate(TRANSLATE)
    await contact.writes('mais uma coisa')
    await messagesOf(page).getByText('mais uma coisa').waitFor()
    await act(page, 'park')
    await holds(page, 'myInbox', 1)
    await goTo(page, 'myInbox')
    await itemOf(page, 'Trad').getByText('mais uma coisa').waitFor()
    await open(page, 'Trad')
    await messagesOf(page).getByText('bom dia, veja').waitFor()
  })

  test('shortcuts work on layouts of other scripts, and can be switched off', async () => {
    await team.contact('whatsapp', 'Kir').writes('Здравствуйте')
    const { page } = uta
    const focused = composer(page).and(page.locator(':focus'))
    await goTo(page, 'queue')
    await acceptFromList(page, 'Kir')
    await page.locator('[data-composer]:enabled').waitFor()
    await page.getByRole('heading', { name: 'Kir' }).click()
    await page.evaluate(presses('к', 'KeyR'))
    await focused.waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+?')
    await page.getByRole('switch', { name: 'Use single-key shortcuts' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.reload()
    await page.locator('[data-composer]:enabled').waitFor()
    await page.keyboard.press('r')
    await page.keyboard.press('/')
    expect(await page.locator('[data-composer]:focus, [data-search]:focus').count()).toBe(0)
  })

  test('on a touch screen Enter starts a new line, and the button sends', async () => {
    await team.contact('whatsapp', 'Tap').writes('From the tram')
    await using lou = await at('Lou', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    const { page } = lou
    await open(page, 'Tap')
    await act(page, 'accept')
    await page.locator('[data-composer]:enabled').waitFor()
    await composer(page).pressSequentially('one\ntwo')
    expect(await composer(page).inputValue()).toBe('one\ntwo')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('img', { name: 'Waiting for the channel' }).waitFor()
  })

  test('older messages are loaded by scrolling, and one click leads to the first unread one', async () => {
    const contact = team.contact('whatsapp', 'Much')
    const begin = Date.now() - 3_600_000
    const write = async (from: number, to: number) => {
      for (let number = from; number <= to; number++)
        await contact.writes(`Message ${number}`, { sentAt: new Date(begin + number * 1000).toISOString() })
    }
    await write(1, 60)
    await team.contact('whatsapp', 'Other').writes('Hello')
    const { page } = uta
    const said = (number: number): Locator => messagesOf(page).getByText(`Message ${number}`, { exact: true })
    await goTo(page, 'queue')
    await acceptFromList(page, 'Other')
    await goTo(page, 'queue')
    await acceptFromList(page, 'Much')
    await said(60).waitFor()
    // what is in sight counts as read
    await itemOf(page, 'Much').waitFor()
    await itemOf(page, 'Much')
      .getByText(/unread/)
      .waitFor({ state: 'detached' })
    await open(page, 'Other')
    await page.getByRole('heading', { name: 'Other' }).waitFor()
    await write(61, 130)
    await itemOf(page, 'Much').getByText('70 unread').waitFor({ state: 'attached' })
    await open(page, 'Much')
    await said(130).waitFor()
    expect(await said(61).count()).toBe(0)
    await page.getByRole('button', { name: 'First unread' }).click()
    const line = messagesOf(page).getByText('New messages')
    await waitFor(() => isInSight(line), { describe: 'the line before the first unread' })
    expect(await isInSight(said(61))).toBe(true)
    expect(await isInSight(said(130))).toBe(false)
    await messagesOf(page).hover()
    await waitFor(
      async () => {
        await page.mouse.wheel(0, -3000)
        return (await said(1).count()) > 0
      },
      { describe: 'the first message' }
    )
  })
}

const messagesOf = (page: Page) => page.getByLabel('Messages')

async function isInSight(place: Locator): Promise<boolean> {
  const [box, frame] = [await place.boundingBox(), await messagesOf(place.page()).boundingBox()]
  return box !== null && frame !== null && box.y > frame.y - 1 && box.y + box.height < frame.y + frame.height + 1
}

/** Somebody else's server, which records what was requested and by whose page. */
async function startForeign() {
  const requests: { path: string; referer: string | undefined; browser: boolean }[] = []
  const server = createServer((request, response) => {
    const { referer, 'user-agent': browser } = request.headers
    requests.push({ path: request.url ?? '', referer, browser: browser !== undefined })
    if (request.url?.endsWith('.gif')) return response.setHeader('content-type', 'image/gif').end(PIXEL)
    if (request.url === '/page') return response.setHeader('content-type', 'text/html').end('<title>Page</title>')
    response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    ofBrowsers: () => requests.filter(({ browser }) => browser),
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}
