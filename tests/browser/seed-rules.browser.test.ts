import { type Constellation, type FaultProxy, startConstellation, startFaultProxy } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type Person, signInAt, startBrowser } from './browser.ts'
import { type Office, openOffice } from './office.ts'
import { acceptFromList, act, colourOf, composer, goTo, holds, itemOf, names, open } from './sight.ts'

/** Outages measured with a real clock while the other stories go on: short enough for a slow machine to be back in time. */
const SHORT_MS = 26_000
/** A silent network is noticed when the next ping stays unanswered: at most one interval after it went. */
const LONG_MS = 30_000 + 3000 + 1000
/** Long enough to accept the conversation and begin an answer, on a slow machine too. */
const WINDOW_LEFT_MS = 35_000

// a slow machine is no failure
jest.setTimeout(120_000)

let constellation: Constellation
let browser: Browser
let manual: Office
const people: Person[] = []
const networks: FaultProxy[] = []
let ana: Person['page']
let rui: Person['page']
/** Ends when the window of a conversation has closed before an agent's eyes. */
let closing: Promise<Person>
/** Ends with what two agents see whose network was away for 29 s and for more than 30 s. */
let outages: Promise<{ short: Outage; long: Outage }>

beforeAll(async () => {
  ;[constellation, browser] = await Promise.all([startConstellation(import.meta.url), startBrowser()])
  outages = Promise.all([outageOf(SHORT_MS), outageOf(LONG_MS)]).then(([short, long]) => ({
    short,
    long
  }))
  closing = windowCloses()
  for (const story of [outages, closing]) story.catch(() => undefined)
  manual = await openOffice(constellation, {
    mode: 'manual',
    agents: ['Ana', 'Rui'],
    channels: ['whatsapp', 'webchat', 'email']
  })
  people.push(...(await Promise.all(manual.workers.map(worker => signInAt(browser, constellation, worker)))))
  ;[ana, rui] = people.map(({ page }) => page) as [Person['page'], Person['page']]
}, 240_000)
afterAll(async () => {
  await Promise.allSettled([outages, closing])
  await browser?.close()
  await Promise.all(networks.map(network => network[Symbol.asyncDispose]()))
  await constellation?.stop()
})

/** Run in a page: each chime takes one loudspeaker. */
const COUNT_RINGS = `
  var rings = 0
  AudioContext.prototype.resume = () => Promise.resolve(rings++)
`

const hoursAgo = (hours: number, more = 0) => new Date(Date.now() - hours * 3_600_000 + more).toISOString()

/** An agent is writing an answer when the window closes, some time after the contact's message of a day ago. */
async function windowCloses(): Promise<Person> {
  const office = await openOffice(constellation, { mode: 'manual', agents: ['Tim'] })
  const person = await signInAt(browser, constellation, office.workers[0]!)
  await office.contact('whatsapp', 'Brief').writes('Quick!', { sentAt: hoursAgo(24, WINDOW_LEFT_MS) })
  await acceptFromList(person.page, 'Brief')
  await composer(person.page).fill('I am on it, but too slow')
  await person.page
    .getByText('The 24 hours in which the contact may be answered are over.')
    .waitFor({ timeout: 90_000 })
  return person
}

interface Outage {
  person: Person
  contact: string
}

/** An agent accepts a conversation, then their network swallows everything for `ms`; resolves when they are back. */
async function outageOf(ms: number): Promise<Outage> {
  const contact = `Contact of ${ms} ms`
  const office = await openOffice(constellation, { mode: 'manual', agents: [`Agent${ms}`] })
  const network = await startFaultProxy(constellation.urls['inbox-gateway'])
  networks.push(network)
  const person = await signInAt(
    browser,
    { urls: { ...constellation.urls, 'inbox-gateway': network.url } },
    office.workers[0]!
  )
  await office.contact('whatsapp', contact).writes('Do not forget me')
  await acceptFromList(person.page, contact)
  await holds(person.page, 'ongoing', 1)
  await composer(person.page).fill('What I was about to')
  network.stall()
  await new Promise(resolve => setTimeout(resolve, ms))
  // what was held up is lost, as it is when a network comes back
  network.cut()
  network.heal()
  return { person, contact }
}

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

test('rule 2: in Queue what is not started stands in order of arrival', async () => {
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

test('rule 3: Ongoing holds what was started; the answer goes out and is ticked', async () => {
  await goTo(ana, 'ongoing')
  expect(await names(ana)).toEqual(['Wanda'])
  await open(ana, 'Wanda')
  await composer(ana).fill('Hello Wanda')
  await composer(ana).press('Enter')
  await ana.getByRole('img', { name: /Sent|Delivered/ }).waitFor()
})

test('rule 8: reading a waiting conversation starts nothing, and others see who looks', async () => {
  await goTo(rui, 'queue')
  await open(rui, 'Chad')
  await rui.getByLabel('Messages').getByText('by web chat').waitFor()
  await rui.getByText('you have not started this conversation').waitFor()
  expect(await composer(rui).isDisabled()).toBe(true)
  await goTo(ana, 'queue')
  await open(ana, 'Chad')
  await ana.getByText('Also viewing: Rui').waitFor()
  await holds(rui, 'queue', 2)
})

test('rule 8: when somebody else accepts, the preview is over', async () => {
  await act(ana, 'accept')
  await rui.getByText('Ana has accepted this conversation.').waitFor()
  await holds(rui, 'queue', 1)
})

test('rule 9: customer and conversation details stand on the right side', async () => {
  const details = ana.getByLabel('Details', { exact: true })
  const [panel, messages] = [await ana.locator('aside').boundingBox(), await ana.getByLabel('Messages').boundingBox()]
  expect(panel!.x).toBeGreaterThanOrEqual(messages!.x + messages!.width)
  expect(await ana.locator('aside').textContent()).toMatch(/Chad[\s\S]*Protocol[\s\S]*History/)
  expect(await details.count()).toBeGreaterThan(0)
})

test('rule 4: what is set aside stands in My Inbox and can be resumed', async () => {
  await act(ana, 'park')
  await holds(ana, 'myInbox', 1)
  await goTo(ana, 'myInbox')
  await open(ana, 'Chad')
  await act(ana, 'resume')
  await holds(ana, 'myInbox', 0)
  await holds(ana, 'ongoing', 2)
})

test('two agents accept the same conversation: one has it, the other is told who was faster', async () => {
  await manual.contact('whatsapp', 'Wanted').writes('Who takes me?')
  for (const page of [ana, rui]) {
    await goTo(page, 'queue')
    await itemOf(page, 'Wanted').waitFor()
  }
  await Promise.all([ana, rui].map(page => acceptFromList(page, 'Wanted')))
  const told = (page: Person['page'], winner: string) =>
    page
      .getByText(new RegExp(`${winner} (was faster|has accepted)`))
      .first()
      .waitFor()
      .then(() => winner)
  const winner = await Promise.any([told(ana, 'Rui'), told(rui, 'Ana')])
  const [ongoing, others] = winner === 'Ana' ? [3, 0] : [2, 1]
  await holds(ana, 'ongoing', ongoing)
  await holds(rui, 'ongoing', others)
})

describe('the window of WhatsApp', () => {
  test('rule 4: the moment it closes nothing can be answered or resumed any more', async () => {
    const { page } = await closing
    await holds(page, 'inactives', 1)
    await holds(page, 'ongoing', 0)
    expect(
      await page.locator('button[data-action]').evaluateAll(buttons => buttons.map(each => each.textContent))
    ).toEqual(['Dismiss'])
  })

  test('rule 6: what expired stays in Inactives, with email and phone to follow up; its icon is grey', async () => {
    const late = { email: 'carla@example.com', phone: '+351 922 333 444' }
    await manual.contact('whatsapp', 'Carla', late).writes('Too late?', { sentAt: hoursAgo(25) })
    await goTo(rui, 'inactives')
    await itemOf(rui, 'Carla').waitFor()
    const { red, green, blue } = await colourOf(itemOf(rui, 'Carla').locator('[data-icon]'), 'color')
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(25)
    await open(rui, 'Carla')
    const followUp = rui.getByLabel('Follow up')
    expect(await followUp.getByRole('link', { name: 'Call' }).getAttribute('href')).toBe('tel:+351922333444')
    expect(await followUp.getByRole('link', { name: 'Write email' }).getAttribute('href')).toMatch(/^mailto:carla/)
    await act(rui, 'dismiss')
    await rui.getByLabel('Could not be reached').check()
    await rui.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click()
    await holds(rui, 'inactives', 0)
  })
})

describe('automatic distribution', () => {
  test('rules 10 and 11: when the administrator chooses it, what waits is offered, and must still be accepted', async () => {
    const office = await openOffice(constellation, { mode: 'manual', agents: ['Leo'] })
    await using leo = await signInAt(browser, constellation, office.workers[0]!)
    const { page, context } = leo
    const another = await context.newPage()
    await another.goto('/inbox/ongoing')
    await holds(another, 'ongoing', 0)
    for (const tab of [page, another]) await tab.evaluate(COUNT_RINGS)
    await office.contact('whatsapp', 'Otto').writes('Offer me')
    await holds(page, 'queue', 1)
    await office.distribute('automatic')
    await holds(page, 'queue', 0)
    await holds(page, 'ongoing', 1)
    await goTo(page, 'ongoing')
    await holds(another, 'ongoing', 1)
    // it rings in one of the agent's tabs only
    const rings = await Promise.all([page, another].map(tab => tab.evaluate<number>('rings')))
    expect(rings.toSorted()).toEqual([0, 1])
    await another.close()
    const item = itemOf(page, 'Otto')
    await item.getByRole('timer').waitFor()
    // it is loaded before it is accepted
    await open(page, 'Otto')
    await page.getByLabel('Messages').getByText('Offer me').waitFor()
    await page.getByText('Why me?').waitFor()
    await item.getByRole('button', { name: 'Accept' }).click()
    await composer(page).fill('Accepted')
    expect(await composer(page).isEnabled()).toBe(true)
  })
})

describe('rule 5: a network that is away', () => {
  test('for less than 30 seconds changes nothing, and what was typed is there', async () => {
    const { short } = await outages
    await short.person.page.getByText('Connected').first().waitFor()
    await holds(short.person.page, 'ongoing', 1)
    expect(await composer(short.person.page).inputValue()).toBe('What I was about to')
    await holds(short.person.page, 'myInbox', 0)
  })

  test('for more than 30 seconds moves the conversations to My Inbox; Resume all takes them up again', async () => {
    const { long } = await outages
    const { page } = long.person
    await page.getByText('1 conversation was moved to My Inbox').waitFor()
    await holds(page, 'ongoing', 0)
    await holds(page, 'myInbox', 1)
    await page.getByRole('button', { name: 'Resume all' }).click()
    await holds(page, 'ongoing', 1)
    expect(await composer(page).inputValue()).toBe('What I was about to')
  })
})
