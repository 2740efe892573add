import { readFile } from 'node:fs/promises'
import { ask, type Constellation, contactOf, signIn, startConstellation } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { barriers } from './barriers.ts'
import { type Person, signInAt, startBrowser } from './browser.ts'

let constellation: Constellation
let browser: Browser
let boss: Person
let leo: Awaited<ReturnType<typeof signIn>>
beforeAll(async () => {
  ;[constellation, browser] = await Promise.all([startConstellation(import.meta.url), startBrowser()])
  ;[boss, leo] = await Promise.all([
    signInAt(browser, constellation, user('Sofia')),
    signIn(constellation.urls['inbox-gateway'], user('Leo'))
  ])
}, 120_000)
afterAll(async () => {
  await leo?.[Symbol.asyncDispose]()
  await browser?.close()
  await constellation?.stop()
})

const user = (name: string) => constellation.demo.users.find(each => each.name === name)!
const support = () => constellation.demo.departments.find(({ name }) => name === 'Support')!
const writes = (name: string, text: string) => {
  const { apiKey } = constellation.demo.channels.find(
    ({ departmentId, kind }) => departmentId === support().id && kind === 'whatsapp'
  )!
  const contact = { id: name.toLowerCase(), name }
  return contactOf(constellation.urls['channel-ingest'], apiKey, contact).writes(text)
}
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) })

describe('a supervisor', () => {
  test('sees on the board who waits as they come, and who serves', async () => {
    const { page } = boss
    await page.goto('/board')
    const departments = page.getByRole('region', { name: 'Departments' })
    await departments.getByRole('row', { name: /^Support 0 –/ }).waitFor()
    await writes('Zoe', 'Is anybody there?')
    await departments.getByRole('row', { name: /^Support 1 \d+s/ }).waitFor()
    await page.getByRole('row', { name: /^Leo .*Available.* 0 of 3 Support$/ }).waitFor()
    await page.getByRole('img', { name: 'The last hours' }).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('changes the status of an agent', async () => {
    const { page } = boss
    await page.goto('/board')
    await page.getByRole('button', { name: 'Change the status of Leo: Available' }).click()
    await page.getByRole('menuitem', { name: 'On a break' }).click()
    await page.getByRole('button', { name: 'Change the status of Leo: On a break' }).waitFor()
    await leo.put('/v1/me/status', { status: 'available' })
    await page.getByRole('button', { name: 'Change the status of Leo: Available' }).waitFor()
  })

  test('finds a conversation, asks why it waits, and assigns it to an agent', async () => {
    const { page } = boss
    await page.goto('/conversations')
    await page.getByPlaceholder('Search contacts').fill('anybody')
    await rowOf(page, 'Zoe').getByText('waiting in Queue').waitFor()
    await page.waitForURL('**q=anybody**')
    await page.getByRole('button', { name: 'Actions for the conversation with Zoe' }).click()
    await page.getByRole('menuitem', { name: 'Why does this wait?' }).click()
    await page.getByRole('dialog').getByText('Agents pick.').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Actions for the conversation with Zoe' }).click()
    await page.getByRole('menuitem', { name: 'Assign to an agent' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leo' }).click()
    await rowOf(page, 'Zoe').getByText('on offer').waitFor()
    const offered = await leo.hears('offer', ({ contact }) => contact.name === 'Zoe')
    await leo.post(`/v1/conversations/${offered.payload.id}/accept`, { offerId: offered.payload.offer?.id })
    await rowOf(page, 'Zoe').getByText('ongoing').waitFor()
  })

  test('opens any conversation and comes back to what was searched', async () => {
    const { page } = boss
    await page.goto('/conversations?q=anybody')
    await page.getByRole('link', { name: 'Zoe' }).click()
    await page.getByText('Is anybody there?').first().waitFor()
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await rowOf(page, 'Zoe').waitFor()
  })

  test('reads reports, and takes them along as a table', async () => {
    const { page } = boss
    await page.goto('/reports')
    await page.getByRole('row', { name: /^Total 1 0 1 100 % / }).waitFor()
    await page.getByRole('combobox', { name: 'By' }).click()
    await page.getByRole('option', { name: 'Agent' }).click()
    await page.getByRole('row', { name: /^Leo 0 0 1 100 % / }).waitFor()
    expect(await barriers(page)).toEqual([])
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download CSV' }).click()
    const csv = await readFile(await (await downloading).path(), 'utf8')
    expect(csv).toMatch(/agent,agentId,arrived/)
    expect(csv).toMatch(/^Leo,[\w-]+,0,0,1,1,/m)
  })
})

describe('an administrator', () => {
  let admin: Person
  beforeAll(async () => {
    admin = await signInAt(browser, constellation, user('Administrator'), { colorScheme: 'dark' })
  })
  afterAll(() => admin?.[Symbol.asyncDispose]())

  test('registers a department, once everything about it is valid', async () => {
    const { page } = admin
    await page.goto('/admin/departments/new')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Please fill this in.').waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Name' }).fill('sales')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is taken.').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Returns')
    await page.getByRole('switch', { name: 'This department has business hours' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /^Returns Automatic Drawn at random 0 \w+/ }).waitFor()
  })

  test('sees what a changed policy would do before it does it', async () => {
    await writes('Yan', 'And I?')
    const { page } = admin
    await page.goto(`/admin/departments/${support().id}`)
    await page.getByText('Automatic', { exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    const trial = page.getByRole('dialog', { name: 'What this would do now' })
    await trial.getByText('1 conversation would be offered at once').waitFor()
    await trial.getByRole('row', { name: 'Leo +1 2/3' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await trial.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /^Support Automatic/ }).waitFor()
    await leo.hears('offer', ({ contact }) => contact.name === 'Yan')
  })

  test('learns that somebody else was faster, and loads their version', async () => {
    const { page } = admin
    await page.goto(`/admin/departments/${support().id}`)
    await page.getByRole('textbox', { name: 'Name' }).fill('Mine')
    const gateway = constellation.urls['inbox-gateway']
    await using other = await signIn(gateway, user('Administrator'))
    const { id, version, ...fields } = (await other.get<Record<string, unknown>>(`/v1/departments/${support().id}`))
      .body
    await other.put(`/v1/departments/${id}`, { ...fields, name: 'Helpdesk' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else changed this in the meantime.').waitFor()
    await page.getByRole('button', { name: 'Load their version' }).click()
    await page.getByRole('heading', { name: 'Helpdesk' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Helpdesk')
  })

  test('makes a channel with a key that is shown once and opens channel-ingest', async () => {
    const { page } = admin
    await page.goto('/admin/channels/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('Shop floor')
    await page.getByRole('combobox', { name: 'Department' }).click()
    await page.getByRole('option', { name: 'Sales' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('No key yet: nobody can post.').waitFor()
    await page.getByRole('button', { name: 'Make a key' }).click()
    const token = (await page.getByTestId('api-key').textContent())!
    expect(await page.getByRole('dialog').textContent()).toContain(`Authorization: Bearer ${token}`)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText(`sik_…${token.slice(-4)}`).waitFor()
    const message = {
      messageId: 'first',
      contact: { id: 'wim', name: 'Wim' },
      sentAt: new Date().toISOString(),
      content: { type: 'text', text: 'Hello' }
    }
    const url = `${constellation.urls['channel-ingest']}/v1/messages`
    expect((await ask('POST', url, { token, body: message })).status).toBe(202)
  })

  test('reads in the audit log who changed what', async () => {
    const { page } = admin
    await page.goto('/admin/audit')
    const entry = page.getByRole('listitem').filter({ hasText: 'changed the department Helpdesk' })
    await entry.getByText('Support').waitFor()
    expect(await barriers(page)).toEqual([])
  })
})

test('canned replies speak the language of who writes them, and refuse places that stand for nothing', async () => {
  await using sofia = await signInAt(browser, constellation, user('Sofia'), { locale: 'pt-BR' })
  const { page } = sofia
  await page.goto('/admin/canned-replies/new')
  await page.getByRole('textbox', { name: 'Nome', exact: true }).fill('Prazo')
  await page.getByRole('textbox', { name: 'Atalho' }).fill('prazo')
  await page.getByRole('textbox', { name: 'Texto' }).fill('Olá {{cliente}}, ')
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByText('{{cliente}} não representa nada.').waitFor()
  await page.getByRole('textbox', { name: 'Texto' }).fill('Olá ')
  await page.keyboard.press('End')
  await page.getByRole('button', { name: 'Primeiro nome do contato' }).click()
  await page.getByText('Olá Mariana').waitFor()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Salvar' }).click()
  await page.getByRole('row', { name: 'Prazo /prazo Todos os departamentos' }).waitFor()
})

test('agents have none of these pages', async () => {
  await using ana = await signInAt(browser, constellation, user('Ana'))
  const { page } = ana
  await page.getByRole('link', { name: 'Inbox' }).first().waitFor()
  for (const name of ['Board', 'Conversations', 'Reports', 'Administration'])
    expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0)
  await page.goto('/admin/departments')
  await page.waitForURL('**/inbox/**')
})
