import axe, { type AxeResults, type RunOptions } from 'axe-core'
import type { Frame, Page } from 'playwright-core'

/** Run in a page: resolves once all finite animations have ended. Those of recent changes start with the next frame. */
const AT_REST = `new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => Promise.allSettled(
  document.getAnimations().filter(each => each.effect?.getTiming().iterations !== Infinity).map(each => each.finished)
)).then(() => undefined)`

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

/** The violations of WCAG A and AA in what the page, or a part of it, shows now, one line each. */
export const barriers = (page: Page, within = 'html'): Promise<string[]> =>
  look(page.mainFrame(), { type: 'tag', values: LEVELS }, within)

/** The same for a frame in somebody else's page, in light and dark mode. */
export async function barriersIn(frame: Frame): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await frame.page().emulateMedia({ colorScheme })
    const wrong = await look(frame, { type: 'tag', values: LEVELS })
    found.push(...wrong.map(each => `${colorScheme}: ${each}`))
  }
  await frame.page().emulateMedia({ colorScheme: 'light' })
  return found
}

/** The same for colours alone, which differ in dark mode. */
export const paleTexts = (page: Page): Promise<string[]> =>
  look(page.mainFrame(), { type: 'rule', values: ['color-contrast'] })

/**
 * Injects axe into the frame once. It returns only violations: transferring everything takes longer than the search.
 */
async function look(frame: Frame, runOnly: RunOptions['runOnly'], within = 'html'): Promise<string[]> {
  await frame.evaluate(AT_REST)
  if (!(await frame.evaluate<boolean>('"axe" in globalThis'))) await frame.evaluate(axe.source)
  const [where, how] = [{ include: [[within]] }, { runOnly, resultTypes: ['violations'], iframes: false }]
  const run = `axe.run(${JSON.stringify(where)}, ${JSON.stringify(how)}).then(({ violations }) => violations)`
  const violations = await frame.evaluate<AxeResults['violations']>(run)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)
  )
}
