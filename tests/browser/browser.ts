import { buildWeb, type Constellation, resolveChromium } from '@inbox/testing'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const options = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** A real Chromium, and a build of the web app that is as new as its sources. */
export async function startBrowser(): Promise<Browser> {
  const [executablePath] = await Promise.all([resolveChromium(), buildWeb()])
  return chromium.launch({ executablePath, args: options })
}

/** Only what fails takes so long. */
const PATIENCE_MS = 30_000

export interface Person {
  page: Page
  context: BrowserContext
  [Symbol.asyncDispose](): Promise<void>
}

export type Sight = { locale?: string; colorScheme?: 'light' | 'dark'; viewport?: { width: number; height: number } }

/** Somebody at a browser of their own who has signed in before; disposing closes it. */
export async function signInAt(
  browser: Browser,
  { urls }: Pick<Constellation, 'urls'>,
  { email, password }: { email: string; password: string },
  sight: Sight = {}
): Promise<Person> {
  const baseURL = urls['inbox-gateway']
  const context = await browser.newContext({
    baseURL,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...sight
  })
  context.setDefaultTimeout(PATIENCE_MS)
  // the cookie comes with the answer; the app remembers that there is one
  await context.request.post('/v1/auth/login', { data: { email, password }, failOnStatusCode: true })
  await context.addInitScript("localStorage.setItem('inbox-signed-in', 'yes')")
  const page = await context.newPage()
  await page.goto('/')
  // the platform knows that they are there, so that they may accept
  await page.locator('header [data-look=available]').waitFor()
  return { page, context, [Symbol.asyncDispose]: () => context.close() }
}
