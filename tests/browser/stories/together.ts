import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriers } from '../barriers.ts'
import type { Person } from '../browser.ts'
import { acceptFromList, act, composer, goTo, hasWritten, holds, itemOf, open } from '../inbox-page.ts'
import { signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

export function together(): void {
  let team: Team
  let people: Person[] = []
  let nina: Page
  let udo: Page
  /** Works in another department. */
  let vera: Page
  let elsewhere: Team
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Nina', 'Udo'], channels: ['whatsapp', 'webchat'] })
    elsewhere = await createTeam({ mode: 'manual', agents: ['Vera'] })
    people = await Promise.all([...team.workers, ...elsewhere.workers].map(worker => signIn(worker)))
    ;[nina, udo, vera] = people.map(({ page }) => page) as [Page, Page, Page]
  })
  afterAll(() => Promise.all(people.map(person => person[Symbol.asyncDispose]())))

  test('a transfer that the colleague declines leaves the conversation where it was', async () => {
    await team.contact('whatsapp', 'Tess').writes('Who knows about invoices?')
    await acceptFromList(nina, 'Tess')
    await transfer(nina, { toAgent: 'Udo', note: 'You know invoices' })
    await nina.getByText('Transfer offered to Udo').waitFor()
    await goTo(udo, 'ongoing')
    await open(udo, 'Tess')
    await details(udo).getByText('You know invoices').waitFor()
    await act(udo, 'decline')
    await holds(udo, 'ongoing', 0)
    await nina.getByText('Transfer offered to Udo').waitFor({ state: 'detached' })
    await holds(nina, 'ongoing', 1)
  })

  test('a transfer that is accepted hands over what was written and not yet sent', async () => {
    const order: string[] = []
    const note = (url: string, what: 'draft' | 'transfer') => url.endsWith(`/${what}`) && order.push(what)
    nina.on('request', request => note(request.url(), 'transfer'))
    nina.on('response', answer => note(answer.url(), 'draft'))
    const pressed = Promise.withResolvers<void>()
    await nina.route('**/draft', route => pressed.promise.then(() => route.continue()))
    await composer(nina).fill('Dear Tess, your invoice')
    await transfer(nina, { toAgent: 'Udo' })
    pressed.resolve()
    await open(udo, 'Tess')
    await act(udo, 'accept')
    await udo.getByText('Draft by Nina').waitFor()
    await hasWritten(udo, 'Dear Tess, your invoice')
    expect(order).toEqual(['draft', 'transfer'])
    await nina.unroute('**/draft')
    await holds(nina, 'ongoing', 0)
    await holds(udo, 'ongoing', 1)
  })

  test('a transfer to a department is in its queue, with the note for whoever accepts it', async () => {
    await transfer(udo, { toDepartment: elsewhere.name, note: 'She wants a refund' })
    await holds(udo, 'ongoing', 0)
    await acceptFromList(vera, 'Tess')
    await details(vera).getByText('She wants a refund').waitFor()
  })

  test('tags and corrections of the contact stay', async () => {
    await team.contact('whatsapp', 'Gus').writes('Where is my parcel?')
    await goTo(nina, 'queue')
    await acceptFromList(nina, 'Gus')
    await holds(nina, 'ongoing', 1)
    await details(nina).getByLabel('Add a tag').fill('parcel')
    await nina.keyboard.press('Enter')
    await details(nina).getByRole('button', { name: 'Edit contact' }).click()
    await details(nina).getByRole('textbox', { name: 'Name' }).fill('Gustav Berg')
    await details(nina).getByRole('textbox', { name: 'Email' }).fill('gustav at example')
    await details(nina).getByRole('button', { name: 'Save' }).click()
    await details(nina).getByText('This is not valid.').waitFor()
    await details(nina).getByRole('textbox', { name: 'Email' }).fill('gustav@example.com')
    await details(nina).getByRole('button', { name: 'Save' }).click()
    await itemOf(nina, 'Gustav Berg').waitFor()
    await nina.reload()
    await details(nina).getByText('parcel', { exact: true }).waitFor()
    await details(nina).getByRole('link', { name: 'gustav@example.com' }).waitFor()
  })

  test('a corrected contact that the server refuses keeps what was typed, and says why', async () => {
    const form = details(nina)
    await form.getByRole('button', { name: 'Edit contact' }).click()
    await form.getByRole('textbox', { name: 'Phone' }).fill('+55 11 91234-5678')
    await refuseOnce(nina, 'PATCH', '**/v1/contacts/*', 400, {
      code: 'malformed',
      issues: [{ path: 'body.phone', message: 'odd' }]
    })
    await form.getByRole('button', { name: 'Save' }).click()
    await nina.getByText('The contact could not be saved. Something here is too long').waitFor()
    expect(await form.getByRole('textbox', { name: 'Phone' }).getAttribute('aria-invalid')).toBe('true')
    expect(await form.getByRole('textbox', { name: 'Phone' }).inputValue()).toBe('+55 11 91234-5678')
    await refuseOnce(nina, 'PATCH', '**/v1/contacts/*', 403, { code: 'forbidden' })
    await form.getByRole('button', { name: 'Save' }).click()
    await nina.getByText('The contact could not be saved. You do not have permission').waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('link', { name: '+55 11 91234-5678' }).waitFor()
  })

  test('a canned reply is found by its shortcut, filled in and sent by keyboard alone', async () => {
    const replies = nina.getByRole('listbox', { name: 'Canned replies' })
    await composer(nina).press('/')
    await replies.getByRole('option').nth(1).waitFor()
    await nina.keyboard.press('ArrowUp')
    const last = await replies.getByRole('option').last().getAttribute('id')
    expect(await composer(nina).getAttribute('aria-activedescendant')).toBe(last)
    expect(await barriers(nina, '[role=listbox]')).toEqual([])
    await nina.keyboard.press('Escape')
    await replies.waitFor({ state: 'detached' })
    await nina.keyboard.type('hi')
    const greeting = `Greeting /hi Hello Gustav, this is Nina of ${team.name}`
    await replies.getByRole('option', { name: greeting, selected: true }).waitFor()
    await nina.keyboard.press('Enter')
    await hasWritten(nina, `Hello Gustav, this is Nina of ${team.name}. How can I help?`)
    await nina.keyboard.press('Enter')
    await nina.getByLabel('Messages').getByText('Hello Gustav, this is Nina').waitFor()
  })

  test('a conversation is found by what was written in it', async () => {
    const search = nina.getByRole('searchbox', { name: 'Search conversations' })
    await search.fill('parcel')
    const found = nina.getByRole('list', { name: 'Search results' })
    await found.getByRole('article', { name: 'Gustav Berg' }).waitFor()
    await search.fill('nobody wrote this')
    await nina.getByText('Nothing found.').waitFor()
    await refuseOnce(nina, 'GET', '**/v1/conversations?*q=e&*', 422, { code: 'unprocessable' })
    await search.fill('e')
    await nina.getByText('Too much to look through at once. Narrow it down').waitFor()
    await search.press('Escape')
    await found.waitFor({ state: 'detached' })
  })

  test('two agents who read the same conversation see each other, until one moves on', async () => {
    await team.contact('whatsapp', 'Seen').writes('By whom?')
    for (const page of [nina, udo]) {
      await goTo(page, 'queue')
      await open(page, 'Seen')
    }
    await nina.getByText('Also viewing: Udo').waitFor()
    await udo.getByText('Also viewing: Nina').waitFor()
    await goTo(udo, 'ongoing')
    await nina.getByText('Also viewing: Udo').waitFor({ state: 'detached' })
  })

  test('a web chat visitor who leaves is no longer in the queue', async () => {
    const visitor = team.contact('webchat', 'Vic')
    await goTo(nina, 'queue')
    await visitor.writes('Hello?')
    await itemOf(nina, 'Vic').waitFor()
    await visitor.leaves()
    await itemOf(nina, 'Vic').waitFor({ state: 'detached' })
    expect(await itemOf(nina, 'Seen').count()).toBe(1)
  })

  test('after parking one conversation the next opens, and Undo reverts that', async () => {
    await acceptFromList(nina, 'Seen')
    await holds(nina, 'ongoing', 2)
    await act(nina, 'park')
    await opened(nina, 'Gustav Berg')
    await holds(nina, 'myInbox', 1)
    await nina.getByRole('button', { name: 'Undo' }).click()
    await opened(nina, 'Seen')
    await holds(nina, 'ongoing', 2)
  })

  test('N opens the next conversation that waits for an answer, and none that has one', async () => {
    await open(nina, 'Gustav Berg')
    await opened(nina, 'Gustav Berg')
    await nina.keyboard.press('n')
    await opened(nina, 'Seen')
    await nina.keyboard.press('n')
    await opened(nina, 'Seen')
  })
}

/** Resolves once this contact's conversation is open. */
const opened = (page: Page, contact: string) => page.getByRole('heading', { name: contact, exact: true }).waitFor()
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })

/** Refuses the next call of this kind; later ones reach the server. */
async function refuseOnce(page: Page, method: string, address: string, status: number, problem: object): Promise<void> {
  let refused = false
  await page.route(address, async route => {
    if (refused || route.request().method() !== method) return route.fallback()
    refused = true
    await route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) })
  })
}

interface Transfer {
  toAgent?: string
  toDepartment?: string
  note?: string
}

async function transfer(page: Page, { toAgent, toDepartment, note }: Transfer): Promise<void> {
  await act(page, 'transfer')
  const dialog = page.getByRole('dialog')
  if (toAgent) await dialog.getByText('To an agent').click()
  await dialog.getByRole('radio', { name: toAgent ?? toDepartment ?? '' }).click()
  if (note) await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: 'Transfer' }).click()
}
