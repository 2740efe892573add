import { createContact } from '@inbox/simulators'
import { isThorough } from '@inbox/testing'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriers, paleTexts } from '../barriers.ts'
import { WIDE } from '../browser.ts'
import { acceptFromList, composer, goTo, hoursAgo, moveTo } from '../inbox-page.ts'
import { type Look, menu, ofAdministrators, ofAgents, ofSupervisors } from '../looks.ts'
import { arrive, demoUser, signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

const PHONE = { width: 375, height: 720 }
/** What opens above a page that was already checked. */
const OVER = ':is([role=dialog], [role=menu], [role=listbox], [role=tooltip])'
/** For many looks with one sign-in. */
const TOUR_MS = 240_000

export function everyScreen(): void {
  let team: Team
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Mona', 'Nils'] })
    await team.contact('whatsapp', 'Waits').writes('Is anybody there?')
    await team.contact('whatsapp', 'Talks').writes('See https://example.com')
    await team.contact('whatsapp', 'Expired', { phone: '+351 9' }).writes('!', { sentAt: hoursAgo(25) })
    const support = system.demo.departments.find(({ name }) => name === 'Support')!
    const { apiKey } = system.demo.channels.find(({ departmentId }) => departmentId === support.id)!
    await createContact(system.urls['channel-ingest'], apiKey, { id: 'toru', name: 'Toru' }).writes('Hello')
  })

  describe('is accessible, in the light and dark themes and on a phone, menus and dialogs included:', () => {
    test('the sign-in', async () => {
      await using visit = await arrive()
      const { page } = visit
      const atDoor = { at: '/', opens: (it: Page) => it.locator('form').waitFor() }
      expect(
        await tour(page, [
          { what: 'sign-in', ...atDoor },
          { what: 'languages', opens: menu('Language') }
        ])
      ).toEqual([])
    })

    test(
      'what agents see',
      async () => {
        await using mona = await signIn(team.workers[0]!)
        const { page } = mona
        await goTo(page, 'queue')
        await acceptFromList(page, 'Talks')
        await composer(page).waitFor()
        expect(await tour(page, ofAgents)).toEqual([])
      },
      TOUR_MS
    )

    test(
      'what supervisors see',
      async () => {
        await using sofia = await signIn(demoUser('Sofia'))
        expect(await tour(sofia.page, ofSupervisors)).toEqual([])
      },
      TOUR_MS
    )

    test(
      'what administrators see',
      async () => {
        await using admin = await signIn(demoUser('Administrator'))
        expect(await tour(admin.page, ofAdministrators)).toEqual([])
      },
      TOUR_MS
    )
  })
}

/**
 * Takes one look after another; resolves with everything that is wrong. In dark mode and on a phone it checks only the
 * first page, unless it is thorough, because pages share colours and frame.
 */
async function tour(page: Page, looks: readonly Look[]): Promise<string[]> {
  const found: string[] = []
  const inAllWays = isThorough ? looks.filter(({ at }) => at) : looks.slice(0, 1)
  for (const look of looks) {
    const { what, at, opens, stays } = look
    const seen = async () => {
      if (at) await moveTo(page, at)
      await opens?.(page)
      const within = (await page.locator(OVER).filter({ visible: true }).count()) > 0 ? OVER : 'html'
      const found = await barriers(page, within)
      return inAllWays.includes(look) ? [...found, ...(await inTheDark(page)), ...(await onPhone(page))] : found
    }
    const wrong = await seen().catch((error: Error) => [`cannot be opened: ${error.message}`])
    found.push(...wrong.map(each => `${what}: ${each}`))
    if (opens && !stays) await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  return found
}

async function inTheDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' })
  const found = await paleTexts(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return found.map(each => `in the dark: ${each}`)
}

/** Checks a page on a phone: nothing overflows the screen, and every screen has a heading. */
async function onPhone(page: Page): Promise<string[]> {
  const headings = await page.locator('h1').count()
  await page.setViewportSize(PHONE)
  const found = await barriers(page)
  const fits = await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
  await page.setViewportSize(WIDE)
  return [
    ...found.map(each => `on a phone: ${each}`),
    ...(fits ? [] : ['is wider than a phone']),
    ...(headings === 1 ? [] : [`has ${headings} headings of the first level`])
  ]
}
