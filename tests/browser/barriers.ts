import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Run in a page: resolves when nothing fades or moves any more, but for what never ends. */
const AT_REST = `Promise.allSettled(
  document.getAnimations().filter(each => each.effect?.getTiming().iterations !== Infinity).map(each => each.finished)
).then(() => undefined)`

/** What keeps somebody from using what the page shows now, or a part of it, by WCAG A and AA: one line each. */
export async function barriers(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(AT_REST)
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
  return told(await axe.include(within).analyze())
}

/** The same of colours alone, which are others in the dark. */
export async function paleTexts(page: Page): Promise<string[]> {
  await page.evaluate(AT_REST)
  return told(await new AxeBuilder({ page }).withRules(['color-contrast']).analyze())
}

const told = ({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)
  )
