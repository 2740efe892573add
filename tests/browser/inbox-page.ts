import { waitFor } from '@inbox/testing'
import type { Locator, Page } from 'playwright-core'

type Tab = 'queue' | 'ongoing' | 'myInbox' | 'inactives'

/** Navigates as links in the app do once it is loaded, because loading it anew costs more than what most tests do. */
export const moveTo = (page: Page, at: string) =>
  page.url() === 'about:blank' ? page.goto(at) : page.evaluate(`history.pushState(null, '', ${JSON.stringify(at)})`)

/** A contact's item in the current list. */
export const itemOf = (page: Page, contact: string) => page.getByRole('article', { name: contact, exact: true })
export const goTo = (page: Page, tab: Tab) => page.locator(`[data-tab=${tab}]`).click()
/** Resolves once a tab shows this count. */
export const holds = (page: Page, tab: Tab, count: number) =>
  page
    .locator(`[data-tab=${tab}]`)
    .filter({ hasText: new RegExp(`\\D${count}$`) })
    .waitFor()
/** Opens a conversation without starting it. */
export const open = (page: Page, contact: string) => itemOf(page, contact).getByRole('link').click()
/** Accepts from the list, like an agent who hovers over the name. */
export async function acceptFromList(page: Page, contact: string): Promise<void> {
  await itemOf(page, contact).hover()
  await itemOf(page, contact).locator('[data-accept]').click()
}
/** The same, but waits for the server's confirmation, which the page does not; for use before a network is cut. */
export async function acceptAndBeHeard(page: Page, contact: string): Promise<void> {
  const heard = page.waitForResponse(answer => answer.url().endsWith('/accept') && answer.ok())
  await acceptFromList(page, contact)
  await heard
}
/** Clicks an action of the open conversation. */
export const act = (page: Page, action: string) => page.locator(`button[data-action=${action}]`).click()
export const composer = (page: Page) => page.locator('[data-composer]')
/** Resolves once the composer contains this text. */
export const hasWritten = (page: Page, text: string) =>
  waitFor(async () => (await composer(page).inputValue()) === text, { describe: text, timeoutMs: 30_000 })
export const names = (page: Page) =>
  page.locator('article').evaluateAll(items => items.map(item => item.getAttribute('aria-label')))
/** What functions that run in the page may use. */
interface InPage {
  getComputedStyle(element: object): Record<string, string>
}

/** The red, green and blue of an element, each 0 to 255. */
export async function colourOf(shown: Locator, property: 'color' | 'backgroundColor') {
  const colour = await shown.evaluate(
    (element: object, name) => (globalThis as unknown as InPage).getComputedStyle(element)[name] ?? '',
    property
  )
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return { red, green, blue }
}

export const hoursAgo = (hours: number, more = 0) => new Date(Date.now() - hours * 3_600_000 + more).toISOString()
