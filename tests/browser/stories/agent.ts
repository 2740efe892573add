import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { barriers } from '../barriers.ts'
import type { Person } from '../browser.ts'
import {
  acceptAndBeHeard,
  acceptFromList,
  act,
  composer,
  goTo,
  hasWritten,
  holds,
  itemOf,
  open
} from '../inbox-page.ts'
import { arrive, signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

/** The limit for the compressed scripts and styles of the first screen: what a slow line carries in a second. */
const FIRST_SCREEN_BYTES = 230_000

/** Without English, which all other stories use. */
const languages = [
  { locale: 'pt-BR', lang: 'pt-BR', queue: 'Fila', status: 'Disponível', accept: 'Aceitar' },
  { locale: 'es-AR', lang: 'es', queue: 'Cola', status: 'Disponible', accept: 'Aceptar' }
]
export function agent(): void {
  let team: Team
  /** At the page that tests share; each of them sets aside what it accepted. */
  let ivo: Person
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Ana', 'Rui', 'Ivo', 'Bia'] })
    ivo = await at('Ivo', { colorScheme: 'dark' })
  })
  afterAll(() => ivo?.[Symbol.asyncDispose]())
  const worker = (name: string) => team.workers.find(each => each.name === name)!
  const at = (name: string, device = {}) => signIn(worker(name), device)

  test.each(languages)('speaks the browser’s language: $lang', async ({ locale, lang, queue, status, accept }) => {
    await team.contact('whatsapp', `Reader of ${lang}`).writes('Olá')
    await using person = await at('Ana', { locale })
    const { page } = person
    await page.locator('[data-tab=queue]').getByText(queue).waitFor()
    await page.getByText(status).first().waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    await open(page, `Reader of ${lang}`)
    expect(await page.locator('button[data-action=accept]').textContent()).toBe(accept)
  })

  test('another language is chosen without a reload, and stays chosen', async () => {
    await using person = await at('Ana')
    const { page } = person
    await page.getByRole('button', { name: 'Language' }).click()
    await page.getByRole('menuitemradio', { name: 'Español' }).click()
    await page.locator('[data-tab=queue]').getByText('Cola').waitFor()
    await page.reload()
    await page.locator('[data-tab=queue]').getByText('Cola').waitFor()
  })

  test('by keyboard alone: sign in, find the conversation, accept, answer, set aside', async () => {
    await using rui = await arrive()
    const { page } = rui
    const { keyboard } = page
    await team.contact('whatsapp', 'Klara').writes('No mouse, please')
    await page.goto('/')
    await page.locator('input[name=email]:focus').waitFor()
    await keyboard.type(worker('Rui').email)
    await keyboard.press('Tab')
    await keyboard.type(worker('Rui').password)
    await keyboard.press('Enter')
    await itemOf(page, 'Klara').waitFor()
    await keyboard.press('l')
    while (!(await itemOf(page, 'Klara').locator('a:focus').count())) await keyboard.press('ArrowDown')
    await keyboard.press('Tab')
    expect(await page.locator('[data-accept]:focus').getAttribute('aria-label')).toBe(
      'Accept the conversation with Klara'
    )
    await keyboard.press('Enter')
    await holds(page, 'ongoing', 1)
    await page.locator('[data-composer]:focus').waitFor()
    await keyboard.type('None was used')
    await keyboard.press('Enter')
    await page.getByRole('img', { name: 'Waiting for the channel' }).waitFor()
    await keyboard.press('Escape')
    await keyboard.press('p')
    await holds(page, 'myInbox', 1)
    await keyboard.press('Shift+?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  })

  test('a draft outlives the page, and no colleague sees it before it is sent', async () => {
    await team.contact('whatsapp', 'Dora').writes('Write me')
    const { page } = ivo
    await goTo(page, 'queue')
    await acceptFromList(page, 'Dora')
    await holds(page, 'ongoing', 1)
    await composer(page).fill('Half a sent')
    await page.reload()
    await composer(page).waitFor()
    await hasWritten(page, 'Half a sent')
    await act(page, 'park')
    await holds(page, 'ongoing', 0)
  })

  test('an answer submitted while the network was down arrives when it is back, once', async () => {
    await team.contact('whatsapp', 'Nora').writes('Patience?')
    const { page, context } = ivo
    await goTo(page, 'queue')
    await acceptAndBeHeard(page, 'Nora')
    await holds(page, 'ongoing', 1)
    await context.setOffline(true)
    await page.getByText('No connection').first().waitFor()
    await composer(page).fill('Yes, always')
    await composer(page).press('Enter')
    await page.getByText('Sending').waitFor()
    await context.setOffline(false)
    await page.getByRole('img', { name: 'Waiting for the channel' }).waitFor({ timeout: 60_000 })
    expect(await page.getByLabel('Messages').getByText('Yes, always').count()).toBe(1)
    await act(page, 'park')
    await holds(page, 'ongoing', 0)
  })

  test('reading and answering conversations is accessible in the dark theme', async () => {
    await team.contact('whatsapp', 'Waits').writes('See https://example.com')
    const { page } = ivo
    await goTo(page, 'queue')
    await itemOf(page, 'Waits').hover()
    expect(await barriers(page)).toEqual([])
    await open(page, 'Waits')
    await act(page, 'accept')
    await page.locator('[data-composer]:enabled').waitFor()
    await composer(page).fill('Hello')
    await composer(page).press('Enter')
    await page.getByRole('img', { name: 'Waiting for the channel' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await act(page, 'park')
    await holds(page, 'ongoing', 0)
  })

  test('what is parked until tomorrow says so, and can be resumed earlier', async () => {
    await team.contact('whatsapp', 'Talks').writes('Hello')
    const { page } = ivo
    await goTo(page, 'queue')
    await acceptFromList(page, 'Talks')
    await act(page, 'parkUntil')
    await page.locator('[data-until=tomorrow]').click()
    await goTo(page, 'myInbox')
    await itemOf(page, 'Talks').locator('[data-parked-until]').waitFor()
    await open(page, 'Talks')
    await act(page, 'resume')
    await goTo(page, 'ongoing')
    await itemOf(page, 'Talks').waitFor()
    await open(page, 'Talks')
    await act(page, 'park')
    await holds(page, 'ongoing', 0)
  })

  test('on a phone the list, the conversation and its details each fill the screen', async () => {
    await team.contact('whatsapp', 'Pia').writes('From my phone to yours')
    await using person = await at('Bia', { viewport: { width: 375, height: 720 } })
    const { page } = person
    const fits = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
    await goTo(page, 'queue')
    expect(await fits()).toBe(true)
    await open(page, 'Pia')
    await page.getByLabel('Messages').getByText('From my phone').waitFor()
    expect(await fits()).toBe(true)
    expect(await page.locator('[data-tab=queue]').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Details' }).click()
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByText('Case number').waitFor()
    expect(await fits()).toBe(true)
    await details.getByRole('button', { name: 'Hide details' }).click()
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await itemOf(page, 'Pia').waitFor()
    await page.goBack()
    await page.getByLabel('Messages').getByText('From my phone').waitFor()
    await page.goForward()
    await itemOf(page, 'Pia').waitFor()
  })

  test('the first screen is light, and no foreign code may run in it', async () => {
    await using visit = await arrive()
    const { page } = visit
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    const sizes = new Map<string, Promise<number>>()
    page.on('requestfinished', request =>
      sizes.set(
        new URL(request.url()).pathname,
        request.sizes().then(({ responseBodySize }) => responseBodySize)
      )
    )
    const answer = await page.goto('/')
    await page.locator('form').waitFor()
    await page.waitForLoadState('networkidle')
    const needed = [...(await answer!.text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
    const bytes = await Promise.all(needed.map(path => sizes.get(path)!))
    expect(bytes.reduce((sum, each) => sum + each)).toBeLessThan(FIRST_SCREEN_BYTES)
    expect(answer!.headers()['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/)
    expect(complaints).toEqual([])
  })
}
