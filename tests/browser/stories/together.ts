import { afterAll, beforeAll, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Person } from '../browser.ts'
import { signIn } from '../house.ts'
import { type Office, openOffice } from '../office.ts'
import { acceptFromList, act, composer, goTo, hasWritten, holds, open } from '../sight.ts'

export function together(): void {
  let office: Office
  let people: Person[] = []
  let nina: Page
  let udo: Page
  /** Works in another department. */
  let vera: Page
  let elsewhere: Office
  beforeAll(async () => {
    office = await openOffice({ mode: 'manual', agents: ['Nina', 'Udo'] })
    elsewhere = await openOffice({ mode: 'manual', agents: ['Vera'] })
    people = await Promise.all([...office.workers, ...elsewhere.workers].map(worker => signIn(worker)))
    ;[nina, udo, vera] = people.map(({ page }) => page) as [Page, Page, Page]
  })
  afterAll(() => Promise.all(people.map(person => person[Symbol.asyncDispose]())))

  test('a transfer that the colleague declines leaves the conversation where it was', async () => {
    await office.contact('whatsapp', 'Tess').writes('Who knows about invoices?')
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
    await Promise.all([draftKept(nina), composer(nina).fill('Dear Tess, your invoice')])
    await transfer(nina, { toAgent: 'Udo' })
    await open(udo, 'Tess')
    await act(udo, 'accept')
    await udo.getByText('Draft by Nina').waitFor()
    await hasWritten(udo, 'Dear Tess, your invoice')
    await holds(nina, 'ongoing', 0)
    await holds(udo, 'ongoing', 1)
  })

  test('a transfer to a department stands in its queue, with the note for whoever takes it', async () => {
    await transfer(udo, { toDepartment: elsewhere.name, note: 'She wants a refund' })
    await holds(udo, 'ongoing', 0)
    await acceptFromList(vera, 'Tess')
    await details(vera).getByText('She wants a refund').waitFor()
  })
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })

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

/** Resolves when the server has what is being typed. */
const draftKept = (page: Page) =>
  page.waitForResponse(answer => answer.url().endsWith('/draft') && answer.request().method() === 'PUT' && answer.ok())
