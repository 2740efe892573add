import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Page, Route } from 'playwright-core'
import type { Person } from '../browser.ts'
import { acceptFromList, act, colourOf, composer, goTo, holds, hoursAgo, itemOf, names, open } from '../inbox-page.ts'
import { signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

/** Run in a page: counts chimes, each of which resumes one audio context. */
const COUNT_RINGS = `
  var rings = 0
  AudioContext.prototype.resume = () => Promise.resolve(rings++)
`
/** An arrival offered within a moment rings once for both, so this leaves only the offer to count. */
const ONLY_OFFERS_SOUND = `localStorage.setItem('inbox-alert-settings', '{ "arrival": { "sound": false } }')`

export function productRules(): void {
  let manual: Team
  let people: Person[] = []
  let ana: Page
  let rui: Page
  beforeAll(async () => {
    manual = await createTeam({ mode: 'manual', agents: ['Ana', 'Rui'], channels: ['whatsapp', 'webchat', 'email'] })
    people = await Promise.all(manual.workers.map(worker => signIn(worker)))
    ;[ana, rui] = people.map(({ page }) => page) as [Page, Page]
  })
  afterAll(() => Promise.all(people.map(person => person[Symbol.asyncDispose]())))

  test('rule 1: one inbox for all channels, with name and icon of the channel on every item', async () => {
    await manual.contact('whatsapp', 'Wanda').writes('by WhatsApp')
    await manual.contact('webchat', 'Chad').writes('by web chat')
    await manual.contact('email', 'Emil').writes('by email')
    for (const [who, kind] of [
      ['Wanda', 'whatsapp'],
      ['Chad', 'webchat'],
      ['Emil', 'email']
    ] as const) {
      await itemOf(ana, who).getByText(`${manual.name} ${kind}`).waitFor()
      await itemOf(ana, who).locator(`[data-icon=${kind}] svg`).waitFor()
    }
  })

  test('rule 2: in Queue what is not started is in order of arrival', async () => {
    await holds(ana, 'queue', 3)
    expect(await names(ana)).toEqual(['Wanda', 'Chad', 'Emil'])
  })

  test('rule 7: over the name a green check mark appears at its right; it accepts and loads the conversation', async () => {
    const item = itemOf(ana, 'Wanda')
    await item.hover()
    const mark = item.locator('[data-accept]')
    const [name, check] = [await item.getByRole('link').boundingBox(), await mark.boundingBox()]
    expect(check!.x).toBeGreaterThan(name!.x)
    const { red, green, blue } = await colourOf(mark, 'backgroundColor')
    expect(green).toBeGreaterThan(Math.max(red, blue))
    await mark.click()
    await ana.getByLabel('Messages').getByText('by WhatsApp').waitFor()
    await holds(ana, 'ongoing', 1)
  })

  test('rule 3: Ongoing contains what was started; the answer is sent, and nobody says that it was', async () => {
    await goTo(ana, 'ongoing')
    expect(await names(ana)).toEqual(['Wanda'])
    await open(ana, 'Wanda')
    await composer(ana).fill('Hello Wanda')
    await composer(ana).press('Enter')
    await ana.getByRole('img', { name: 'Waiting for the channel' }).waitFor()
  })

  test('rule 8: reading a waiting conversation starts nothing, and others see who is viewing it', async () => {
    await goTo(rui, 'queue')
    await open(rui, 'Chad')
    await rui.getByLabel('Messages').getByText('by web chat').waitFor()
    await rui.getByText('you have not accepted this conversation').waitFor()
    expect(await composer(rui).isDisabled()).toBe(true)
    await goTo(ana, 'queue')
    await open(ana, 'Chad')
    await ana.getByText('Also viewing: Rui').waitFor()
    await holds(rui, 'queue', 2)
  })

  test('rule 8: when somebody else accepts, the preview ends', async () => {
    await act(ana, 'accept')
    await rui.getByText('Ana has accepted this conversation.').waitFor()
    await holds(rui, 'queue', 1)
  })

  test('rule 9: customer and conversation details are on the right side', async () => {
    const details = ana.getByLabel('Details', { exact: true })
    const [panel, messages] = [await ana.locator('aside').boundingBox(), await ana.getByLabel('Messages').boundingBox()]
    expect(panel!.x).toBeGreaterThanOrEqual(messages!.x + messages!.width)
    expect(await ana.locator('aside').textContent()).toMatch(/Chad[\s\S]*Case number[\s\S]*History/)
    expect(await details.count()).toBeGreaterThan(0)
  })

  test('rule 4: what is set aside is in My Inbox and can be resumed', async () => {
    await act(ana, 'park')
    await holds(ana, 'myInbox', 1)
    await goTo(ana, 'myInbox')
    await open(ana, 'Chad')
    await act(ana, 'resume')
    await holds(ana, 'myInbox', 0)
    await holds(ana, 'ongoing', 2)
  })

  test('two agents accept the same conversation: one gets it, the other is told who was faster', async () => {
    await manual.contact('whatsapp', 'Wanted').writes('Who takes me?')
    for (const page of [ana, rui]) {
      await goTo(page, 'queue')
      await itemOf(page, 'Wanted').waitFor()
    }
    await using _ = await heardTogether([ana, rui], '**/accept')
    const told = (page: Page, winner: string) =>
      page
        .getByText(new RegExp(`${winner} (was faster|has accepted)`))
        .first()
        .waitFor()
        .then(() => winner)
    // the message to them is not shown for long
    const somebodyIsTold = Promise.any([told(ana, 'Rui'), told(rui, 'Ana')])
    const accepting = Promise.all([ana, rui].map(page => acceptFromList(page, 'Wanted')))
    const [winner] = await Promise.all([somebodyIsTold, accepting])
    const [ongoing, others] = winner === 'Ana' ? [3, 0] : [2, 1]
    await holds(ana, 'ongoing', ongoing)
    await holds(rui, 'ongoing', others)
  })

  describe('the window of WhatsApp', () => {
    test('rule 6: what expired stays in Inactive, with email and phone for a follow-up; its icon is grey', async () => {
      const late = { email: 'carla@example.com', phone: '+351 922 333 444' }
      await manual.contact('whatsapp', 'Carla', late).writes('Too late?', { sentAt: hoursAgo(25) })
      await goTo(rui, 'inactives')
      await itemOf(rui, 'Carla').waitFor()
      const { red, green, blue } = await colourOf(itemOf(rui, 'Carla').locator('[data-icon]'), 'color')
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(25)
      await open(rui, 'Carla')
      const followUp = rui.getByLabel('Follow up')
      expect(await followUp.getByRole('link', { name: 'Call' }).getAttribute('href')).toBe('tel:+351922333444')
      expect(await followUp.getByRole('link', { name: 'Send email' }).getAttribute('href')).toMatch(/^mailto:carla/)
      await act(rui, 'dismiss')
      await rui.getByLabel('Could not be reached').check()
      await rui.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click()
      await holds(rui, 'inactives', 0)
    })
  })

  describe('automatic distribution', () => {
    test('rules 10 and 11: when the administrator chooses it, what waits is offered, and must still be accepted', async () => {
      const team = await createTeam({ mode: 'manual', agents: ['Ivo'] })
      await using ivo = await signIn(team.workers[0]!, { script: ONLY_OFFERS_SOUND })
      const { page, context } = ivo
      const another = await context.newPage()
      await another.goto('/inbox/queue')
      await holds(another, 'ongoing', 0)
      for (const tab of [page, another]) await tab.evaluate(COUNT_RINGS)
      await team.contact('whatsapp', 'Otto').writes('Offer me')
      await holds(page, 'queue', 1)
      await team.distribute('automatic')
      await holds(page, 'queue', 0)
      await holds(page, 'ongoing', 1)
      await goTo(page, 'ongoing')
      await holds(another, 'ongoing', 1)
      // it rings in only one of the agent's tabs
      const rings = await Promise.all([page, another].map(tab => tab.evaluate<number>('rings')))
      expect(rings.toSorted()).toEqual([0, 1])
      await another.close()
      const item = itemOf(page, 'Otto')
      await item.getByRole('timer').waitFor()
      // it loads before it is accepted
      await open(page, 'Otto')
      await page.getByLabel('Messages').getByText('Offer me').waitFor()
      await page.getByText('Why me?').waitFor()
      await item.getByRole('button', { name: 'Accept' }).click()
      await composer(page).fill('Accepted')
      expect(await composer(page).isEnabled()).toBe(true)
    })
  })
}

/** Holds calls of these pages until each page has made one; ends when disposed of. */
async function heardTogether(pages: readonly Page[], url: string): Promise<AsyncDisposable> {
  const { promise: allHaveCalled, resolve } = Promise.withResolvers<void>()
  let calls = 0
  const hold = async (route: Route) => {
    calls += 1
    if (calls === pages.length) resolve()
    await allHaveCalled
    await route.continue()
  }
  for (const page of pages) await page.route(url, hold)
  return {
    async [Symbol.asyncDispose]() {
      for (const page of pages) await page.unroute(url, hold)
    }
  }
}
