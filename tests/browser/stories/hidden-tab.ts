import { setTimeout as sleep } from 'node:timers/promises'
import type { Presence } from '@inbox/contracts'
import { freePort } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { speakWith } from '../bare-protocol.ts'
import { SIGNED_IN, signInAt, startSparingBrowser } from '../browser.ts'
import { presenceOf, startBeside, system } from '../system.ts'
import { createTeam } from '../team.ts'

/** Long enough to see timers throttled; with BROWSER_TRUE_TIMES=1 long enough for the severest throttling. */
const HIDDEN_MS = process.env.BROWSER_TRUE_TIMES === '1' ? 130_000 : 25_000
/** Throttled timers fire once a second; a longer gap means that the tab got no processor time. */
const STARVED_MS = 3000
/** Ten ticks a second while the tab is visible, at most one while it is hidden. */
const COUNT_TICKS = `window.ticks = []
const tick = () => setTimeout(() => { ticks.push(Date.now()); tick() }, 100)
tick()`

interface Seen {
  hiddenAt: number
  visibility: string
  ticks: number[]
  presence: Presence
}

/** Resolves with what became of a tab that was behind another one for `HIDDEN_MS`. */
let hidden: Promise<Seen>

export function hideTab(): void {
  hidden = startBeside(tabIsHidden)
}

/** Uses the bare protocol, because Playwright makes all its own tabs believe they are visible. */
async function tabIsHidden(signal: AbortSignal): Promise<Seen> {
  await using stack = new AsyncDisposableStack()
  const team = await createTeam({ mode: 'manual', agents: ['Zoe'] })
  const zoe = team.workers[0]!
  const port = await freePort()
  const browser = stack.adopt(await startSparingBrowser(port), it => it.close())
  const { context } = await signInAt(browser, system, zoe)
  const cookies = await context.cookies()
  await context.close()

  const send = stack.use(await speakWith(port))
  await send('Storage.setCookies', { cookies })
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const evaluate = async (expression: string) =>
    (await send('Runtime.evaluate', { expression, returnByValue: true }, sessionId)).result.value
  await send('Page.enable', {}, sessionId)
  await send('Page.addScriptToEvaluateOnNewDocument', { source: SIGNED_IN }, sessionId)
  await send('Page.navigate', { url: system.urls['inbox-gateway'] }, sessionId)
  await waitFor(() => evaluate("!!document.querySelector('header [data-look=available]')"), { timeoutMs: 30_000 })
  await waitFor(async () => (await presenceOf(zoe.id)).link === 'connected')
  await evaluate(COUNT_TICKS)
  await send('Target.createTarget', { url: 'about:blank' })
  await waitFor(() => evaluate("document.visibilityState === 'hidden'"))
  const hiddenAt = Date.now()
  await sleep(HIDDEN_MS, undefined, { signal })
  return {
    hiddenAt,
    visibility: await evaluate('document.visibilityState'),
    ticks: await evaluate('ticks'),
    presence: await presenceOf(zoe.id)
  }
}

export function hiddenTab(): void {
  const stays = async () => {
    const { hiddenAt, visibility, ticks, presence } = await hidden
    expect(visibility).toBe('hidden')
    expect(ticks.filter(at => at > hiddenAt).length).toBeLessThan((1.5 * HIDDEN_MS) / 1000)
    expect(presence.link).toBe('connected')
    // and without interruption, unless the machine had no time for a hidden tab
    const longestPauseMs = Math.max(...ticks.map((at, index) => at - (ticks[index - 1] ?? at)))
    if (longestPauseMs < STARVED_MS) expect(Date.parse(presence.since)).toBeLessThan(hiddenAt)
    else process.stdout.write(`${JSON.stringify({ story: 'hidden tab', longestPauseMs })}\n`)
  }
  test('I7: stays connected although its timers are throttled', stays, HIDDEN_MS + 90_000)
}
