import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type DemoFile, freePort, runDemo, serviceNames } from '@inbox/devstack'
import { runLive } from '@inbox/simulators'
import { signInAt, startBrowser } from '../../tests/browser/browser.ts'
import { root } from '../root.ts'
import { onStopRequest } from '../stop-requests.mjs'
import { type Screen, screens } from './screens.ts'

const SEED = 11
/** How long the contact centre works before the first picture, and how much faster than people. */
const BUSY_MS = 60_000
const PACE = 5
/** Too few for everybody who writes, so that there is a queue to see. */
const VIRTUAL_AGENTS = 6
/** The agent for whom no virtual agent accepts offers. */
const LEFT_ALONE = 'Rui'

/** Takes every picture, or those whose names begin with an argument; resolves with the exit code. */
export async function take(wanted: readonly string[]): Promise<number> {
  const chosen = screens.filter(({ name }) => wanted.length === 0 || wanted.some(each => name.startsWith(each)))
  await using stack = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'inbox-screens-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }))
  const demo = await start(stack, dataDir)
  const stop = new AbortController()
  onStopRequest(() => stop.abort())
  const life = runLive({
    demo,
    agents: VIRTUAL_AGENTS,
    spared: [LEFT_ALONE],
    seed: SEED,
    pace: PACE,
    stop: stop.signal,
    say: () => {}
  }).catch((error: Error) => {
    // everything open is disposed of, as at any other end
    console.error(`the contact centre has stopped: ${error.message}`)
    stop.abort()
  })
  stack.defer(async () => {
    stop.abort()
    await life
  })
  const browser = await startBrowser()
  stack.defer(() => browser.close())
  console.log('the contact centre is at work …')
  await sleep(BUSY_MS, undefined, { signal: stop.signal }).catch(() => {})
  let failures = 0
  for (const screen of chosen) {
    if (stop.signal.aborted) return 130
    try {
      const bytes = await picture(browser, demo, screen).catch(() => picture(browser, demo, screen))
      console.log(`${screen.name}.png ${Math.round(bytes / 1024)} KiB`)
    } catch (error) {
      // what it was to show was gone twice; that must not cost the other pictures
      failures += 1
      console.error(`${screen.name}: ${(error as Error).message.split('\n', 3).join(' ')}`)
    }
  }
  return failures > 0 ? 1 : 0
}

/** Starts the whole system on its own ports and in its own folder. */
async function start(stack: AsyncDisposableStack, dataDir: string): Promise<DemoFile> {
  const ports: Record<string, string> = {}
  for (const service of serviceNames)
    ports[`${service.replaceAll('-', '_').toUpperCase()}_PORT`] = String(await freePort())
  const parts = stack.use(new AsyncDisposableStack())
  await runDemo({ env: { ...process.env, ...ports, DATA_DIR: dataDir }, log: line => console.log(line), parts })
  return JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
}

async function picture(
  browser: Awaited<ReturnType<typeof startBrowser>>,
  demo: DemoFile,
  { name, as, path, prepare, shows = 'main', ...device }: Screen
): Promise<number> {
  const user = demo.users.find(each => each.name === as || each.role === as)!
  await using person = await signInAt(browser, { urls: { 'inbox-gateway': demo.gateway } }, user, device)
  const { page } = person
  await page.goto(path)
  await page.locator('main h1, main nav, main form').first().waitFor()
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {})
  await prepare?.(page)
  // let images and animations come to rest
  await page.waitForTimeout(500)
  const png = await page.screenshot({ animations: 'disabled' })
  if (!(await page.locator(shows).first().isVisible())) throw new Error(`${shows} went away`)
  await writeFile(join(root, 'docs/screens', `${name}.png`), png)
  return png.length
}
