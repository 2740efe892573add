import { afterAll, beforeAll, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Person } from '../browser.ts'
import { signIn } from '../house.ts'
import { type Office, openOffice } from '../office.ts'
import { acceptFromList, act, goTo, holds, open } from '../sight.ts'

export function together(): void {
  let office: Office
  let people: Person[] = []
  let nina: Page
  let udo: Page
  beforeAll(async () => {
    office = await openOffice({ mode: 'manual', agents: ['Nina', 'Udo'] })
    people = await Promise.all(office.workers.map(worker => signIn(worker)))
    ;[nina, udo] = people.map(({ page }) => page) as [Page, Page]
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
}

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })

interface Transfer {
  toAgent: string
  note: string
}

async function transfer(page: Page, { toAgent, note }: Transfer): Promise<void> {
  await act(page, 'transfer')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('To an agent').click()
  await dialog.getByRole('radio', { name: toAgent }).click()
  await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: 'Transfer' }).click()
}
