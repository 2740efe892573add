import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Run in a page: resolves when nothing fades or moves any more, but for what never ends. */
const AT_REST = `Promise.allSettled(
  document.getAnimations().filter(each => each.effect?.getTiming().iterations !== Infinity).map(each => each.finished)
).then(() => undefined)`

/** What keeps somebody from using what the page shows now, or a part of it, by WCAG A and AA: one line each. */
export async function barriers(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(AT_REST)
  return told(await axeOf(page, within).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze())
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
