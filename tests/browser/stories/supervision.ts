import { readFile } from 'node:fs/promises'
import type { ChannelKind } from '@inbox/contracts'
import { signIn as connect, createContact } from '@inbox/simulators'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { barriers } from '../barriers.ts'
import type { Person } from '../browser.ts'
import { moveTo } from '../inbox-page.ts'
import { demoUser, signIn, system } from '../system.ts'

export function supervision(): void {
  let boss: Person
  let leo: Awaited<ReturnType<typeof connect>>
  beforeAll(async () => {
    ;[boss, leo] = await Promise.all([
      signIn(demoUser('Sofia')),
      connect(system.urls['inbox-gateway'], demoUser('Leo'))
    ])
  })
  afterAll(() => Promise.all([boss, leo].map(each => each?.[Symbol.asyncDispose]())))

  test('sees on the board who waits as they arrive, and who serves them', async () => {
    const { page } = boss
    await moveTo(page, '/board')
    const departments = page.getByRole('region', { name: 'Departments' })
    await departments.getByRole('row', { name: /^Support 0 –/ }).waitFor()
    await writes('Is anybody there?')
    await departments.getByRole('row', { name: /^Support 1 \d+s/ }).waitFor()
    await page.getByRole('row', { name: /^Leo .*Available.* 0 of 3 Support$/ }).waitFor()
    await page.getByRole('img', { name: 'Last few hours' }).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('changes an agent’s status', async () => {
    const { page } = boss
    await page.getByRole('button', { name: 'Change the status of Leo: Available' }).click()
    await page.getByRole('menuitemradio', { name: 'On a break' }).click()
    await page.getByRole('button', { name: 'Change the status of Leo: On a break' }).waitFor()
    await leo.put('/v1/me/status', { status: 'available' })
    await page.getByRole('button', { name: 'Change the status of Leo: Available' }).waitFor()
  })

  test('finds a conversation, asks why it waits, and assigns it to an agent', async () => {
    const { page } = boss
    await moveTo(page, '/conversations')
    await page.getByPlaceholder('Search contacts').fill('anybody')
    await rowOf(page, 'Zoe').getByText('waiting in Queue').waitFor()
    await page.waitForURL('**q=anybody**')
    await page.getByRole('button', { name: 'Actions for the conversation with Zoe' }).click()
    await page.getByRole('menuitem', { name: 'Why is this waiting?' }).click()
    await page.getByRole('dialog').getByText('Agents pick from the queue.').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Actions for the conversation with Zoe' }).click()
    await page.getByRole('menuitem', { name: 'Assign to an agent' }).click()
    await page.getByRole('dialog').getByRole('radio', { name: /^Leo/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click()
    await rowOf(page, 'Zoe').getByText('on offer').waitFor()
    const offered = await leo.hears('offer', ({ contact }) => contact.name === 'Zoe')
    await leo.post(`/v1/conversations/${offered.payload.id}/accept`, { offerId: offered.payload.offer?.id })
    await rowOf(page, 'Zoe').getByText('ongoing').waitFor()
  })

  test('opens any conversation, lets it go first, and returns to the search results', async () => {
    const { page } = boss
    await page.goto('/conversations?q=anybody')
    await page.getByRole('link', { name: 'Zoe' }).click()
    await page.getByText('Is anybody there?').first().waitFor()
    await page.getByRole('combobox', { name: 'Priority' }).selectOption('Urgent')
    await page.getByRole('heading', { name: /^Zoe Urgent/ }).waitFor()
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await rowOf(page, 'Zoe').getByText('Urgent: before all others').waitFor()
  })

  test('reads for each step who did it or what caused it', async () => {
    const { page } = boss
    await moveTo(page, '/conversations?q=anybody')
    await page.getByRole('link', { name: 'Zoe' }).click()
    const details = page.getByRole('complementary', { name: 'Details' })
    for (const cause of ['the contact wrote', 'to Leo, by Sofia', 'by Leo'])
      await details.getByText(cause).first().waitFor()
  })

  test('sees in a list of the inbox who has what', async () => {
    const { page } = boss
    await moveTo(page, '/inbox/ongoing')
    await page
      .getByRole('article', { name: 'Zoe' })
      .getByText(/ · Leo$/)
      .waitFor()
  })

  test('finds the words searched for highlighted in the results', async () => {
    const { page } = boss
    await moveTo(page, '/conversations?q=anybo')
    await rowOf(page, 'Zoe').locator('mark', { hasText: 'anybo' }).waitFor()
  })

  test('reads reports, and downloads them as a table', async () => {
    const { page } = boss
    await moveTo(page, '/reports')
    await page.getByRole('combobox', { name: 'Department' }).click()
    await page.getByRole('option', { name: 'Support' }).click()
    await page.getByRole('row', { name: /^Total 1 0 1 100% / }).waitFor()
    await page.getByRole('combobox', { name: 'Group by' }).click()
    await page.getByRole('option', { name: 'Agent' }).click()
    await page.getByRole('row', { name: /^Leo 1 100% / }).waitFor()
    await page.getByText('What these figures mean').click()
    await page.getByText('Offers that an agent declined or let expire').waitFor()
    expect(await barriers(page)).toEqual([])
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download CSV' }).click()
    const csv = await readFile(await (await downloading).path(), 'utf8')
    expect(csv).toMatch(/agent,agentId,arrived/)
    expect(csv).toMatch(/^Leo,[\w-]+,0,0,1,1,/m)
  })

  test('reads by agent no service level for contacts whom nobody served, and the meaning of each figure', async () => {
    const { page } = boss
    const visitor = contactAt('Support', 'webchat', 'Yann')
    await visitor.writes('Hello?')
    await moveTo(page, '/conversations')
    await rowOf(page, 'Yann').waitFor()
    await visitor.leaves()
    await page.goto('/conversations?tab=closed')
    await rowOf(page, 'Yann').waitFor()
    await moveTo(page, '/reports')
    await page.getByRole('combobox', { name: 'Department' }).click()
    await page.getByRole('option', { name: 'Support' }).click()
    await page.getByRole('combobox', { name: 'Group by' }).click()
    await page.getByRole('option', { name: 'Agent' }).click()
    await page.getByRole('row', { name: /^nobody 0 – – – – 0 / }).waitFor()
    await page.getByRole('row', { name: /^Total 1 50% / }).waitFor()
    await page.getByRole('button', { name: 'Service level' }).hover()
    await page.getByRole('tooltip').getByText('started within 60 seconds, of all').waitFor()
  })

  test('agents have none of these pages', async () => {
    await using ana = await signIn(demoUser('Ana'))
    const { page } = ana
    await page.getByRole('link', { name: 'Inbox' }).first().waitFor()
    for (const name of ['Board', 'Conversations', 'Reports', 'Administration'])
      expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0)
    await page.goto('/admin/departments')
    await page.waitForURL('**/inbox/**')
  })
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) })

const writes = (text: string) => contactAt('Support', 'whatsapp', 'Zoe').writes(text)

function contactAt(department: string, kind: ChannelKind, name: string) {
  const { id } = system.demo.departments.find(each => each.name === department)!
  const { apiKey } = system.demo.channels.find(each => each.departmentId === id && each.kind === kind)!
  return createContact(system.urls['channel-ingest'], apiKey, { id: name.toLowerCase(), name })
}
