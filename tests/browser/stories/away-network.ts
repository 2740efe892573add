import { setTimeout as sleep } from 'node:timers/promises'
import { startFaultProxy } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { type Person, signInAt } from '../browser.ts'
import { acceptFromList, composer, holds } from '../inbox-page.ts'
import { browser, startBeside, system } from '../system.ts'
import { createTeam } from '../team.ts'

/** Short enough for a slow machine to be back in time. */
const SHORT_MS = 26_000
/** A silent network is noticed when the next ping stays unanswered: at most one interval after it went. */
const LONG_MS = 30_000 + 3000 + 1000

/** Each ends with what an agent sees who was away for so long. */
let short: Promise<Person>
let long: Promise<Person>

export function goAway(): void {
  ;[short, long] = [startBeside(awayFor(SHORT_MS)), startBeside(awayFor(LONG_MS))]
}

/** An agent accepts a conversation, then their network swallows everything for `ms`; resolves when they are back. */
const awayFor =
  (ms: number) =>
  async (signal: AbortSignal, belongings: AsyncDisposableStack): Promise<Person> => {
    const contact = `Contact of ${ms} ms`
    const team = await createTeam({ mode: 'manual', agents: [`Agent${ms}`] })
    const network = belongings.use(await startFaultProxy(system.urls['inbox-gateway']))
    const through = { urls: { ...system.urls, 'inbox-gateway': network.url } }
    const person = await signInAt(browser, through, team.workers[0]!)
    await team.contact('whatsapp', contact).writes('Do not forget me')
    await acceptFromList(person.page, contact)
    await holds(person.page, 'ongoing', 1)
    await composer(person.page).fill('What I was about to')
    network.stall()
    await sleep(ms, undefined, { signal })
    // what was held up is lost, as it is when a network comes back
    network.cut()
    network.heal()
    return person
  }

export function awayNetwork(): void {
  test('for less than 30 seconds changes nothing, and what was typed is there', async () => {
    await using person = await short
    const { page } = person
    await page.getByText('Connected').first().waitFor()
    await holds(page, 'ongoing', 1)
    expect(await composer(page).inputValue()).toBe('What I was about to')
    await holds(page, 'myInbox', 0)
  })

  test('for more than 30 seconds moves the conversations to My Inbox; Resume all takes them up again', async () => {
    await using person = await long
    const { page } = person
    await page.getByText('1 conversation was moved to My Inbox').waitFor()
    await holds(page, 'ongoing', 0)
    await holds(page, 'myInbox', 1)
    await page.getByRole('button', { name: 'Resume all' }).click()
    await holds(page, 'ongoing', 1)
    expect(await composer(page).inputValue()).toBe('What I was about to')
  })
}
