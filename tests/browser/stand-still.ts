import { waitFor } from '@inbox/testing'
import type { CDPSession, Page } from 'playwright-core'
import { system } from './system.ts'

type Stop = (page: Page, protocol: CDPSession) => Promise<() => Promise<unknown>>

/** The ways in which pages are suspended; each returns how to resume them. */
export const standStill: Record<string, Stop> = {
  async 'was frozen'(_, protocol) {
    await protocol.send('Page.setWebLifecycleState', { state: 'frozen' })
    return () => protocol.send('Page.setWebLifecycleState', { state: 'active' })
  },
  // as when the machine sleeps
  async 'stood still'(page, protocol) {
    await protocol.send('Debugger.enable')
    const paused = new Promise(resolve => protocol.once('Debugger.paused', resolve))
    await protocol.send('Debugger.pause')
    // it stops at its next step, so make it take one: an idle page may not for long
    page.evaluate('0').catch(() => undefined)
    await paused
    return () => protocol.send('Debugger.resume')
  },
  async 'was left and is gone back to'(page) {
    await page.evaluate(`addEventListener('pageshow', ({ persisted }) => { window.wasKept = persisted })`)
    await page.goto(`${system.urls['inbox-gateway']}/livez`)
    return async () => {
      await page.goBack({ waitUntil: 'commit' })
      await waitFor(() => page.evaluate('window.wasKept === true'), { describe: 'the page as it was left' })
    }
  }
}
