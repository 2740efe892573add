import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriers, paleTexts } from '../barriers.ts'
import { CONTEXT } from '../browser.ts'
import { composer } from '../inbox-page.ts'
import { arrive, browser, signIn, system } from '../system.ts'

const AT_MOST_MS = 180_000
const agent = { name: 'Bea', email: 'bea@bakery.example', password: 'bread and butter' }

/** What a company sees after installation, when there is only the first administrator. */
export function newInstallation(): void {
  test(
    'leads its administrator to the first answer to a visitor of their website within three minutes',
    async () => {
      await using admin = await arrive()
      const { page } = admin
      await page.goto('/')
      await page.getByLabel('Email').fill(system.admin.email)
      await page.getByLabel('Password', { exact: true }).fill(system.admin.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      const snippet = await setUp(page)

      await using website = await startWebsite(snippet)
      await using bea = await signIn(agent)
      const visitor = await (await browser.newContext(CONTEXT)).newPage()
      await visitor.goto(website.url)
      await visitor.getByRole('button', { name: 'Open chat' }).click()
      const chat = visitor.frameLocator('iframe')
      await chat.getByRole('textbox', { name: 'Write a message' }).fill('Is the rye bread fresh?')
      await chat.getByRole('button', { name: 'Send' }).click()

      await bea.page
        .getByText(/^Visitor [\da-f]{4}$/)
        .first()
        .waitFor()
      await bea.page.getByRole('button', { name: 'Accept' }).first().click()
      await composer(bea.page).fill('Just out of the oven')
      await composer(bea.page).press('Enter')
      await chat.getByText('Just out of the oven').waitFor()
      await visitor.context().close()

      await page.reload()
      await page.getByText(`Last shown on ${new URL(website.url).host}`).waitFor()
    },
    AT_MOST_MS
  )
}

/** Follows the first steps; resolves with the line for the website. */
async function setUp(page: Page): Promise<string> {
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.getByRole('link', { name: 'Add a department' }).waitFor()
  expect(await barriersInBoth(page)).toEqual([])
  await steps.getByRole('link', { name: 'Add a department' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Bakery')
  await page.getByRole('button', { name: 'Save' }).click()

  await steps.getByRole('link', { name: 'Add a person who answers' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(agent.name)
  await page.getByRole('textbox', { name: 'Email address' }).fill(agent.email)
  await page.getByLabel('Password', { exact: true }).fill(agent.password)
  await page.getByRole('combobox', { name: 'Departments' }).click()
  await page.getByRole('option', { name: 'Bakery' }).click()
  await page.getByRole('button', { name: 'Save' }).click()

  await steps.getByRole('link', { name: 'Add a channel' }).click()
  await page.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: 'Web chat' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Website')
  await page.getByRole('combobox', { name: 'Department', exact: true }).click()
  await page.getByRole('option', { name: 'Bakery' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  const snippet = (await page.locator('pre', { hasText: 'widget.js' }).textContent())!
  expect(await barriersInBoth(page)).toEqual([])
  return snippet
}

/** Checks light and dark mode. */
async function barriersInBoth(page: Page): Promise<string[]> {
  const light = await barriers(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await paleTexts(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark]
}

/** Somebody else's website. */
async function startWebsite(snippet: string) {
  const page = `<!doctype html><html lang="en"><title>Bakery</title><body><h1>Bread</h1>${snippet}</body></html>`
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(page))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
