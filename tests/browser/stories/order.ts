import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriers } from '../barriers.ts'
import type { Person } from '../browser.ts'
import { acceptFromList, composer, goTo, holds, itemOf, names, open } from '../inbox-page.ts'
import { demoUser, signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

export function order(): void {
  let team: Team
  let ona: Person
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Ona'] })
    ona = await signIn(team.workers[0]!)
  })
  afterAll(() => ona?.[Symbol.asyncDispose]())

  test('an agent chooses what comes first in Ongoing, and finds it so again', async () => {
    const first = team.contact('whatsapp', 'First')
    await first.writes('1')
    for (const name of ['Second', 'Third']) await team.contact('whatsapp', name).writes('1')
    const { page } = ona
    for (const [index, name] of ['First', 'Second', 'Third'].entries()) {
      await goTo(page, 'queue')
      await acceptFromList(page, name)
      await holds(page, 'ongoing', index + 1)
    }
    await goTo(page, 'ongoing')
    await standsAs(page, ['Third', 'Second', 'First'])
    await open(page, 'Third')
    await composer(page).fill('An answer')
    await composer(page).press('Enter')
    await page.getByRole('img', { name: 'Waiting for the channel' }).waitFor()
    await first.writes('2')
    await itemOf(page, 'First').getByText('2', { exact: true }).first().waitFor()
    await choose(page, 'Latest message first')
    await standsAs(page, ['First', 'Third', 'Second'])
    await choose(page, 'Unanswered first')
    await standsAs(page, ['Second', 'First', 'Third'])
    await page.reload()
    await standsAs(page, ['Second', 'First', 'Third'])
    // conversations in the queue stay in the order of arrival
    await goTo(page, 'queue')
    expect(await page.getByRole('button', { name: /^Sort/ }).count()).toBe(0)
  })

  test('if an administrator allows it, agents decide what is served before earlier arrivals', async () => {
    await team.contact('whatsapp', 'Early').writes('I was here first')
    await team.contact('whatsapp', 'Late').writes('My system is on fire')
    const { page } = ona
    const priority = page.getByRole('complementary', { name: 'Details' }).getByRole('combobox', { name: 'Priority' })
    await goTo(page, 'queue')
    await standsAs(page, ['Early', 'Late'])
    await open(page, 'Late')
    await page.getByRole('complementary', { name: 'Details' }).getByText('Case number').waitFor()
    expect(await priority.count()).toBe(0)
    await using admin = await signIn(demoUser('Administrator'))
    await admin.page.goto(`/admin/departments/${team.departmentId}`)
    await admin.page.getByRole('switch', { name: 'Agents may set the priority of a conversation' }).check()
    await admin.page.getByRole('button', { name: 'Save' }).click()
    await admin.page.getByRole('link', { name: team.name }).waitFor()
    await page.reload()
    await priority.selectOption('Urgent')
    await standsAs(page, ['Late', 'Early'])
    await itemOf(page, 'Late').getByText('Urgent: before all others').waitFor({ state: 'attached' })
    expect(await barriers(page)).toEqual([])
  })
}

async function choose(page: Page, order: string): Promise<void> {
  await page.getByRole('button', { name: /^Sort/ }).click()
  await page.getByRole('menuitemradio', { name: order }).click()
}

const standsAs = (page: Page, wanted: readonly string[]) =>
  waitFor(async () => (await names(page)).join() === wanted.join(), {
    describe: `the list to be ${wanted.join(', ')}`,
    timeoutMs: 30_000
  })
