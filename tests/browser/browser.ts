import { buildWeb, resolveChromium, resolveHeadlessChromium } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const options = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // pages live for seconds here: optimising their code takes longer than it saves
  '--js-flags=--no-maglev,--no-turbofan',
  // a microphone that beeps and needs no permission
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream'
]

/** What Playwright switches off so that hidden pages are not slow. */
const sparing = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding'
]

/** Starts a real Chromium, and brings the build of the web app up to date with its sources. */
export async function startBrowser(): Promise<Browser> {
  const [executablePath] = await Promise.all([resolveHeadlessChromium(), buildWeb()])
  return chromium.launch({ executablePath, args: options })
}

/** One that throttles hidden tabs as for people, and speaks its own protocol on `port`. */
export async function startSparingBrowser(port: number): Promise<Browser> {
  const args = [...options, `--remote-debugging-port=${port}`]
  return chromium.launch({ executablePath: await resolveChromium(), args, ignoreDefaultArgs: sparing })
}

/** One that caches pages left behind, as for people: `goBack` resolves only with `waitUntil: 'commit'`. */
export async function startKeepingBrowser(): Promise<Browser> {
  const ignoreDefaultArgs = ['--disable-back-forward-cache']
  return chromium.launch({ executablePath: await resolveChromium(), args: options, ignoreDefaultArgs })
}

/** The setup of every browser: nothing moves while a test looks for it. */
export const CONTEXT = { locale: 'en-GB', reducedMotion: 'reduce' } as const satisfies BrowserContextOptions

/** The size of people's screens, unless a test says otherwise. */
export const WIDE = { width: 1440, height: 900 }

/** Only failures take this long. */
const TIMEOUT_MS = 60_000

/** Makes the app believe that there is a cookie to sign in with. */
export const SIGNED_IN = "localStorage.setItem('inbox-signed-in', 'yes')"

export interface Person {
  page: Page
  context: BrowserContext
  [Symbol.asyncDispose](): Promise<void>
}

export type Device = Pick<BrowserContextOptions, 'locale' | 'colorScheme' | 'viewport' | 'hasTouch' | 'isMobile'> & {
  /** Run in each of its pages before the app. */
  script?: string
}

interface Place {
  browser: Browser
  gateway: string
  device?: Device | undefined
}

/** Somebody with their own browser, before they open the app; disposing closes it. */
export async function arriveAt({ browser, gateway, device: { script, ...device } = {} }: Place): Promise<Person> {
  const context = await browser.newContext({
    ...CONTEXT,
    baseURL: gateway,
    viewport: WIDE,
    ...device
  })
  context.setDefaultTimeout(TIMEOUT_MS)
  if (script) await context.addInitScript(script)
  return { page: await context.newPage(), context, [Symbol.asyncDispose]: () => context.close() }
}

/** The same, but signed in. */
export async function signInAt(
  browser: Browser,
  { urls }: { urls: { 'inbox-gateway': string } },
  { email, password }: { email: string; password: string },
  device?: Device
): Promise<Person> {
  const person = await arriveAt({ browser, gateway: urls['inbox-gateway'], device })
  const { context, page } = person
  // the cookie comes with the response; hashing passwords is expensive, and a busy machine may ask us to retry
  const signedIn = async () => {
    const answer = await context.request.post('/v1/auth/login', { data: { email, password } })
    return answer.status() !== 503 && answer
  }
  const answer = await waitFor(signedIn, { describe: `an answer to the sign-in of ${email}`, timeoutMs: 60_000 })
  if (!answer.ok()) throw new Error(`The sign-in of ${email} was answered ${answer.status()}`)
  await context.addInitScript(SIGNED_IN)
  await page.goto('/')
  // wait until the platform knows that they are there, so that they may accept
  await page.locator('header [data-look=available]').waitFor()
  return person
}
