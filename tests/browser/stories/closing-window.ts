import { expect, test } from '@jest/globals'
import type { Person } from '../browser.ts'
import { acceptFromList, composer, holds, hoursAgo } from '../inbox-page.ts'
import { signIn, startBeside } from '../system.ts'
import { createTeam } from '../team.ts'

/** Long enough to accept the conversation and begin an answer, even on a slow machine. */
const WINDOW_LEFT_MS = 35_000

/** Resolves once the window has closed. */
let closing: Promise<Person>

/** Lets the window close, a day after the contact's message, while an agent is writing an answer. */
export function beginClosing(): void {
  closing = startBeside(windowCloses)
}

async function windowCloses(): Promise<Person> {
  const team = await createTeam({ mode: 'manual', agents: ['Tim'] })
  const person = await signIn(team.workers[0]!)
  await team.contact('whatsapp', 'Brief').writes('Quick!', { sentAt: hoursAgo(24, WINDOW_LEFT_MS) })
  await acceptFromList(person.page, 'Brief')
  await composer(person.page).fill('I am on it, but too slow')
  await person.page.getByText('The time to reply to this contact has run out.').waitFor({ timeout: 90_000 })
  return person
}

export function closingWindow(): void {
  test('from that moment on nothing can be answered or resumed', async () => {
    await using person = await closing
    const { page } = person
    await holds(page, 'inactives', 1)
    await holds(page, 'ongoing', 0)
    expect(
      await page.locator('button[data-action]').evaluateAll(buttons => buttons.map(each => each.textContent))
    ).toEqual(['Dismiss'])
    await page.getByLabel('You had started this reply').getByText('I am on it, but too slow').waitFor()
  })
}
