import { readFile } from 'node:fs/promises'
import type { Agent, Department } from '@inbox/contracts'
import { ask, signIn as connect } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { barriers, paleTexts } from '../barriers.ts'
import type { Person } from '../browser.ts'
import { composer, moveTo } from '../inbox-page.ts'
import { arrive, demoUser, signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

export function administration(): void {
  let team: Team
  let admin: Person
  let noa: Awaited<ReturnType<typeof connect>>
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Noa'] })
    ;[admin, noa] = await Promise.all([
      signIn(demoUser('Administrator'), { colorScheme: 'dark' }),
      connect(system.urls['inbox-gateway'], team.workers[0]!)
    ])
  })
  afterAll(() => Promise.all([admin, noa].map(each => each?.[Symbol.asyncDispose]())))

  test('registers a department, once everything about it is valid', async () => {
    const { page } = admin
    await page.goto('/admin/departments/new')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Please fill this in.').waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid')).toBe('true')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Name' }).fill('sales')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is already in use.').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Returns')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /^Returns Automatic Random agent 0/ }).waitFor()
  })

  test('sets a department’s business hours, and has contacts told their position in the queue', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Returns' }).click()
    await page.getByRole('switch', { name: 'This department has business hours' }).check()
    await page.getByRole('textbox', { name: 'From' }).first().fill('08:30')
    await page.getByRole('textbox', { name: 'Message to contacts outside' }).fill('Back at half past eight')
    await page.getByRole('switch', { name: 'Tell contacts their position' }).check()
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Your place: {position}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Returns' }).click()
    expect(await page.getByRole('textbox', { name: 'From' }).first().inputValue()).toBe('08:30')
    expect(await page.getByRole('textbox', { name: 'Text', exact: true }).inputValue()).toBe('Your place: {position}')
  })

  test('sees what a changed policy would do before it takes effect', async () => {
    await team.contact('whatsapp', 'Yan').writes('And I?')
    const { page } = admin
    await moveTo(page, `/admin/departments/${team.departmentId}`)
    await page.getByText('Automatic', { exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    const trial = page.getByRole('dialog', { name: 'What these changes would do now' })
    await trial.getByText('1 conversation would be offered right away').waitFor()
    await trial.getByRole('row', { name: 'Noa +1 1/10' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await trial.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: new RegExp(`^${team.name} Automatic`) }).waitFor()
    await noa.hears('offer', ({ contact }) => contact.name === 'Yan')
  })

  test('learns that somebody else was faster, and loads their version', async () => {
    const { page } = admin
    await moveTo(page, `/admin/departments/${team.departmentId}`)
    await page.getByRole('textbox', { name: 'Name' }).fill('Mine')
    await using other = await connect(system.urls['inbox-gateway'], demoUser('Administrator'))
    const { id, version, ...fields } = (
      await other.get<Record<string, unknown>>(`/v1/departments/${team.departmentId}`)
    ).body
    await other.put(`/v1/departments/${id}`, { ...fields, name: 'Helpdesk' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else changed this in the meantime.').waitFor()
    await page.getByRole('button', { name: 'Load the current version' }).click()
    await page.getByRole('heading', { name: 'Helpdesk' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Helpdesk')
  })

  test('creates a channel with a key that is shown once and is accepted by channel-ingest', async () => {
    const { page } = admin
    await moveTo(page, '/admin/channels/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('Shop floor')
    await page.getByRole('combobox', { name: 'Department' }).click()
    await page.getByRole('option', { name: 'Sales' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('No keys yet. Only programs of your own need one.').waitFor()
    await page.getByRole('button', { name: 'Create key' }).click()
    const token = (await page.getByTestId('api-key').textContent())!
    expect(await page.getByRole('dialog').textContent()).toContain(`Authorization: Bearer ${token}`)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'I have saved it' }).click()
    await page.getByText(`sik_…${token.slice(-4)}`).waitFor()
    const message = {
      messageId: 'first',
      contact: { id: 'wim', name: 'Wim' },
      sentAt: new Date().toISOString(),
      content: { type: 'text', text: 'Hello' }
    }
    const url = `${system.urls['channel-ingest']}/v1/messages`
    expect((await ask('POST', url, { token, body: message })).status).toBe(202)
    await page.getByRole('button', { name: `Revoke this key: …${token.slice(-4)}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke this key' }).click()
    await page.getByText('No keys yet. Only programs of your own need one.').waitFor()
    const isRefused = async () => (await ask('POST', url, { token, body: message })).status === 401
    await waitFor(isRefused, { describe: 'ingest to refuse the key', timeoutMs: 30_000 })
  })

  test('enters where an API channel’s answers go; its secret is generated there, saved, and never shown again, and the connection is tested', async () => {
    const { page } = admin
    await moveTo(page, '/admin/channels/new')
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: 'API' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Own app')
    await page.getByRole('combobox', { name: 'Department' }).click()
    await page.getByRole('option', { name: 'Sales' }).click()
    await page.getByRole('textbox', { name: 'Callback URL' }).fill('app.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('textbox', { name: 'Callback URL' }).and(page.locator('[aria-invalid=true]')).waitFor()
    await page.getByRole('textbox', { name: 'Callback URL' }).fill('http://127.0.0.1:9/answers')
    await page.getByRole('button', { name: 'Generate' }).click()
    expect(await page.getByLabel('Signing secret').inputValue()).toMatch(/^whsec_[\w+/]{43}=$/)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('No keys yet: nothing can be sent into this channel.').waitFor()
    await page.reload()
    await page.getByPlaceholder('Set; enter another one to replace it').waitFor()
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await page.getByRole('alert').getByText('does not respond').waitFor()
    expect(await page.getByLabel('Signing secret').inputValue()).toBe('')
    expect(await page.getByRole('textbox', { name: 'Callback URL' }).inputValue()).toBe('http://127.0.0.1:9/answers')
  })

  test('sees how the chat will look on a website while setting it up, in a legible colour', async () => {
    const { page } = admin
    await moveTo(page, '/admin/channels/new')
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: 'Web chat' }).click()
    const preview = page.getByRole('figure', { name: 'Preview' })
    await page.getByRole('textbox', { name: 'Title' }).fill('Tile shop help')
    await preview.getByText('Tile shop help').waitFor()
    await page.getByRole('textbox', { name: 'Colour' }).fill('#e08080')
    await preview.getByText('The colour is made darker').waitFor()
    await page.getByRole('textbox', { name: 'Colour' }).click()
    await page.getByRole('button', { name: '#1864ab' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await paleTexts(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByRole('button', { name: '#1864ab' }).click()
    expect(await page.getByRole('textbox', { name: 'Colour' }).inputValue()).toBe('#1864ab')
  })

  test('registers somebody; whoever signs in with a one-time password has to choose one of their own', async () => {
    const { page } = admin
    await moveTo(page, '/admin/agents/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('Novak')
    await page.getByRole('textbox', { name: 'Email address' }).fill('novak@team.example')
    await page.getByLabel('Password', { exact: true }).fill('password12')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This is one of the passwords that everybody tries first.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('forgotten at once')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Novak' }).click()
    await page.getByRole('button', { name: 'New one-time password' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'New one-time password' }).click()
    const password = (await page.getByTestId('one-time-password').textContent())!
    await page.getByRole('button', { name: 'I have passed it on' }).click()
    await using visit = await arrive()
    const novak = visit.page
    await novak.goto('/')
    await novak.getByRole('textbox', { name: 'Email' }).fill('novak@team.example')
    await novak.getByLabel('Password', { exact: true }).fill(password)
    await novak.getByRole('button', { name: 'Sign in' }).click()
    await novak.getByText('That was a one-time password.').waitFor()
    await novak.getByLabel('New password').fill('a password of my own')
    await novak.getByRole('button', { name: 'Sign in' }).click()
    await novak.getByText('Available').first().waitFor()
  })

  test('who types a wrong password repeatedly is told how long to wait', async () => {
    await using visit = await arrive()
    const { page } = visit
    await page.goto('/')
    await page.getByRole('textbox', { name: 'Email' }).fill('novak@team.example')
    for (let tries = 0; tries < 6; tries++) {
      await page.getByLabel('Password', { exact: true }).fill(`a wrong one ${tries}`)
      const answered = page.waitForResponse(/auth\/login/)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await answered
    }
    await page.getByText(/Too many wrong passwords\. Please try again in \d seconds?\./).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('finds what was entered and not saved again until saving or discarding it', async () => {
    const { page } = admin
    const name = page.getByRole('textbox', { name: 'Name' })
    await moveTo(page, '/admin/departments')
    await page.getByRole('link', { name: 'Returns' }).click()
    await name.fill('Returns and refunds')
    await page.getByRole('link', { name: 'People' }).click()
    await page.getByRole('link', { name: 'Departments' }).click()
    await page.getByRole('link', { name: 'Returns' }).click()
    await page.getByText('Your unsaved changes have been restored.').waitFor()
    expect(await name.inputValue()).toBe('Returns and refunds')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Discard' }).click()
    expect(await name.inputValue()).toBe('Returns')
  })

  test('enters a time span in the unit that people use', async () => {
    const { page } = admin
    await page.getByRole('textbox', { name: 'Time to accept' }).fill('2')
    await page.getByRole('combobox', { name: 'Time to accept: unit' }).selectOption('minutes')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Returns' }).click()
    expect(await page.getByRole('textbox', { name: 'Time to accept' }).inputValue()).toBe('2')
    expect(await page.getByRole('combobox', { name: 'Time to accept: unit' }).inputValue()).toBe('minutes')
    const { items } = (await noa.get<{ items: Department[] }>('/v1/departments')).body
    expect(items.find(({ name }) => name === 'Returns')?.distribution.offerTimeoutSeconds).toBe(120)
  })

  test('adds members to a department, and removes them, on the department’s page', async () => {
    const { page } = admin
    const members = page.getByRole('list', { name: 'Members' })
    await page.getByText('Nobody yet: conversations wait').waitFor()
    await page.getByRole('combobox', { name: 'Add a member' }).click()
    await page.getByRole('option', { name: /^Noa / }).click()
    await members.getByRole('link', { name: 'Noa' }).waitFor()
    const departments = async () => (await noa.get<{ agent: Agent }>('/v1/me')).body.agent.departmentIds
    await waitFor(async () => (await departments()).length === 2, { describe: 'Noa to serve both' })
    await members.getByRole('button', { name: 'Remove Noa' }).click()
    await members.getByRole('link', { name: 'Noa' }).waitFor({ state: 'detached' })
    await waitFor(async () => (await departments()).length === 1, { describe: 'Noa to serve one again' })
  })

  test('is warned about somebody without department or password, and gets to the one-time password', async () => {
    const { page } = admin
    await moveTo(page, '/admin/agents/new')
    await page.getByText('Without a department, this person gets no conversations.').waitFor()
    await page.getByText('Without a password, this person cannot sign in yet.').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Pat')
    await page.getByRole('textbox', { name: 'Email address' }).fill('pat@team.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Pat' }).waitFor()
    await page.getByRole('button', { name: 'New one-time password' }).waitFor()
  })

  test('sees that an unbreakable name leaves room for everything beside it', async () => {
    const name = 'W'.repeat(180)
    const { page } = admin
    const lives = await createTeam({ mode: 'manual', agents: [name] })
    await lives.contact('whatsapp', name).writes('W'.repeat(300))
    for (const path of ['/admin/agents', '/admin/audit', '/board', '/conversations', '/inbox/queue']) {
      await moveTo(page, path)
      await page.getByText(name).first().waitFor()
      expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    }
    await moveTo(page, '/admin/agents')
    const cells = await page.getByRole('row', { name }).first().getByRole('cell').all()
    const widths = await Promise.all(cells.map(async cell => (await cell.boundingBox())!.width))
    expect(Math.max(...widths)).toBeLessThan(500)
    await moveTo(page, '/conversations')
    await page.getByRole('button', { name: `Actions for the conversation with ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Close' }).click()
    const dialog = page.getByRole('dialog')
    const [frame, close] = await Promise.all([
      dialog.boundingBox(),
      dialog.getByRole('button', { name: 'Close', exact: true }).first().boundingBox()
    ])
    expect(close!.x + close!.width).toBeLessThanOrEqual(frame!.x + frame!.width)
    await page.keyboard.press('Escape')
  })

  test('saves a contact’s data as a file, erases them after being told what will be deleted, and sees nothing of them any more', async () => {
    const { page } = admin
    await team.contact('whatsapp', 'Ilda Prado').writes('My number is 5550199')
    const { id } = await noa.sees(({ contact }) => contact.name === 'Ilda Prado')
    expect((await noa.post(`/v1/conversations/${id}/accept`, {})).status).toBe(200)
    await using colleague = await signIn(team.workers[0]!)
    await writesOf(colleague, id)
    expect((await noa.post(`/v1/conversations/${id}/close`, {})).status).toBe(200)
    await moveTo(page, `/inbox/queue/${id}`)
    const feed = page.getByRole('main')
    await feed.getByText('My number is 5550199').first().waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export data' }).click()
    const { contact, conversations } = JSON.parse(await readFile(await (await saving).path(), 'utf8'))
    expect(contact.name).toBe('Ilda Prado')
    expect(JSON.stringify(conversations[0].messages)).toContain('My number is 5550199')
    await page.getByRole('button', { name: 'Erase contact' }).click()
    const asks = page.getByRole('dialog', { name: 'Erase Ilda Prado?' })
    await asks.getByText('This cannot be undone.').waitFor()
    expect(await barriers(page)).toEqual([])
    await asks.getByRole('button', { name: 'Erase contact' }).click()
    await page.getByText('Nothing about this contact is stored.').waitFor()
    await feed.getByText('Erased with the contact').first().waitFor()
    await page.getByText('My number is 5550199').waitFor({ state: 'detached' })
    expect(await page.getByText('Ilda').count()).toBe(0)
    await waitFor(async () => (await keptOf(colleague, id)) === 0)
    expect(await colleague.page.getByText('Ilda').count()).toBe(0)
    // in a browser that was not open when it was pushed
    await colleague.page.evaluate(`localStorage.setItem('inbox-note:somebody:${id}', 'Ilda again')`)
    await colleague.page.reload()
    await waitFor(async () => (await keptOf(colleague, id)) === 0)
    await moveTo(page, '/admin/audit')
    await page.getByRole('listitem').filter({ hasText: 'erased the contact on' }).getByText(team.name).waitFor()
  })

  test('reads in the audit log who changed what, and who signed in from where', async () => {
    const { page } = admin
    await moveTo(page, '/admin/audit')
    const entry = page.getByRole('listitem').filter({ hasText: 'changed the department Helpdesk' })
    await entry.getByText(team.name).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Failed sign-in as Novak from' }).first().waitFor()
    const timing = page.getByRole('listitem').filter({ hasText: 'changed the department Returns' })
    await timing.getByText('Time to accept').waitFor()
    await timing.getByText('2m', { exact: true }).waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('tries a call in the reference, with a token of theirs', async () => {
    const { context } = admin
    await using programmer = await connect(system.urls['inbox-gateway'], demoUser('Administrator'))
    const page = await context.newPage()
    await page.goto('/docs')
    const call = page.locator('#listDepartments')
    await call.locator('summary').click()
    await call.getByRole('button', { name: 'Send' }).click()
    await call.getByText('401 Unauthorized').waitFor()
    await page.getByLabel('Token').fill(programmer.token)
    await call.getByLabel('limit').fill('1')
    await call.getByRole('button', { name: 'Send' }).click()
    await call.getByText('200 OK').waitFor()
    expect(await call.getByRole('status').textContent()).toContain('"nextCursor": "')
    await page.close()
  })

  test('writes canned replies that speak their author’s language, and refuse unknown placeholders', async () => {
    await using sofia = await signIn(demoUser('Sofia'), { locale: 'pt-BR' })
    const { page } = sofia
    await page.goto('/admin/canned-replies/new')
    await page.getByRole('textbox', { name: 'Nome', exact: true }).fill('Prazo')
    await page.getByRole('textbox', { name: 'Atalho' }).fill('prazo')
    await page.getByRole('textbox', { name: 'Texto' }).fill('Olá {{cliente}}, ')
    await page.getByRole('button', { name: 'Salvar' }).click()
    await page.getByText('{{cliente}} não é um campo conhecido.').waitFor()
    await page.getByRole('textbox', { name: 'Texto' }).fill('Olá ')
    await page.keyboard.press('End')
    await page.getByRole('button', { name: 'Primeiro nome do contato' }).click()
    await page.getByText('Olá Mariana').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Salvar' }).click()
    await page.getByRole('row', { name: 'Prazo /prazo Todos os departamentos' }).waitFor()
  })

  test('is asked who takes over when ending a department, and what was sent to it goes there', async () => {
    const { page } = admin
    await moveTo(page, `/admin/departments/${team.departmentId}`)
    await page.getByRole('switch', { name: 'Active' }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    const asks = page.getByRole('dialog', { name: 'Deactivate Helpdesk' })
    await asks.getByText('the channel').first().waitFor()
    expect(await asks.getByRole('button', { name: 'Deactivate' }).isDisabled()).toBe(true)
    expect(await barriers(page)).toEqual([])
    await asks.getByRole('combobox', { name: 'Department that takes over' }).click()
    await page.getByRole('option', { name: 'Returns' }).click()
    await asks.getByRole('button', { name: 'Deactivate' }).click()
    await page.getByRole('row', { name: /^Returns/ }).waitFor()
    await moveTo(page, '/admin/channels')
    await page
      .getByRole('row', { name: /Returns/ })
      .first()
      .waitFor()
  })
}

/** Begins an answer in a conversation, and then goes elsewhere. */
async function writesOf({ page }: Person, id: string): Promise<void> {
  await moveTo(page, `/inbox/ongoing/${id}`)
  await composer(page).fill('Dear Ilda')
  await moveTo(page, '/inbox/queue')
  expect(await keptOf({ page }, id)).toBeGreaterThan(0)
}

/** How many texts a browser stores for a conversation. */
const keptOf = ({ page }: Pick<Person, 'page'>, id: string) =>
  page.evaluate<number>(`Object.keys(localStorage).filter(key => key.endsWith('${id}')).length`)
