import { AxeBuilder } from '@axe-core/playwright'
import axe, { type AxeResults } from 'axe-core'
import type { Frame, Page } from 'playwright-core'

/** Run in a page: resolves when nothing fades or moves any more, but for what never ends. */
const AT_REST = `Promise.allSettled(
  document.getAnimations().filter(each => each.effect?.getTiming().iterations !== Infinity).map(each => each.finished)
).then(() => undefined)`

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

/** What keeps somebody from using what the page shows now, or a part of it, by WCAG A and AA: one line each. */
export async function barriers(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(AT_REST)
  return told(await axeOf(page, within).withTags(LEVELS).analyze())
}

/** The same of a frame that is somebody else's page, in the light and in the dark. */
export async function barriersIn(frame: Frame): Promise<string[]> {
  const found: string[] = []
  await frame.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await frame.page().emulateMedia({ colorScheme })
    await frame.evaluate(AT_REST)
    const run = `axe.run(document, { runOnly: ${JSON.stringify(LEVELS)} })`
    found.push(...told(await frame.evaluate<AxeResults>(run)).map(each => `${colorScheme}: ${each}`))
  }
  await frame.page().emulateMedia({ colorScheme: 'light' })
  return found
}

/** The same of colours alone, which are others in the dark. */
export async function paleTexts(page: Page): Promise<string[]> {
  await page.evaluate(AT_REST)
  return told(await axeOf(page, 'html').withRules(['color-contrast']).analyze())
}

/** In the page itself: otherwise every look opens another page, and there are no frames of others to look into. */
const axeOf = (page: Page, within: string) => new AxeBuilder({ page }).setLegacyMode().include(within)

const told = ({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)
  )
