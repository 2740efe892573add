import { startCustomers, startSystem } from '@inbox/devstack'
import { startBrowser } from '../tests/browser/browser.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'
import { openSite, withoutLimits } from './web-chat-site.ts'

const TIMES = 10
/** A cheap phone in the country: a quarter of this machine's speed, and what browsers' developer tools call slow 4G. */
const SLOWER = 4
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'en-GB' }

/** G18: how soon a first-time visitor can write. */
export async function slowPhone(): Promise<Figure[]> {
  await using system = await startSystem('bench_slow_phone', { env: withoutLimits })
  const { channelId } = await openSite(system, 1)
  const adaptersUrl = system.urls['channel-adapters']
  await using shop = await startCustomers({
    ...{ port: 0, adaptersUrl, salesChannelId: channelId, supportChannelId: channelId }
  })
  const browser = await startBrowser()
  const [there, usable, sent] = [latencies(), latencies(), latencies()]
  for (let time = 0; time < TIMES; time++) {
    // nothing is cached from one visitor to the next
    const context = await browser.newContext(PHONE)
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', SLOW_4G)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    const launcher = page.getByRole('button', { name: 'Open chat' })
    const chat = page.frameLocator('iframe')
    const box = chat.getByRole('textbox', { name: 'Write a message' })
    const since = async (taken: typeof there, work: () => Promise<unknown>) => {
      const begun = performance.now()
      await work()
      taken.record(performance.now() - begun)
    }
    await since(there, async () => {
      await page.goto(shop.url, { waitUntil: 'commit' })
      await launcher.waitFor()
    })
    await page.waitForLoadState('networkidle')
    await since(usable, async () => {
      await launcher.tap()
      await box.fill('Do you ship to Porto?')
    })
    await since(sent, async () => {
      await box.press('Enter')
      await chat.getByText('Waiting for an agent').waitFor()
    })
    await context.close()
  }
  await browser.close()
  const figure = (what: string, target: string, taken: typeof there): Figure => ({
    ...{ goal: 'G18', what: `slow phone: ${what}`, target },
    measured: `p50 ${ms(taken.at(50))}, max ${ms(taken.most)}`,
    beside: `${TIMES} first visits, processor ${SLOWER} x slower, 1.6 Mbit/s with 150 ms of latency`
  })
  return [
    figure('page opened → the chat’s launcher is there', '–', there),
    figure('chat opened → the first message can be written', '≤ 1 s', usable),
    figure('message sent → it is stored, and the visitor reads that they are waiting', '–', sent)
  ]
}
