import { waitFor } from '@inbox/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Page, Request } from 'playwright-core'
import { barriers } from '../barriers.ts'
import type { Person } from '../browser.ts'
import { acceptFromList, act, composer, goTo, hasWritten, holds, itemOf, open } from '../inbox-page.ts'
import { arrive, signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

/** Run in a page before the app: makes the storage full, or denied by the browser. */
const FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
const DENIED = `
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'BroadcastChannel'])
    Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })
`
/** Reports the Enter that ends a word of an input method as Safari does: after the word has ended. */
const ENTER_OF_INPUT_METHOD = `
  document.querySelector('[data-composer]').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })
  )
`

export function writing(): void {
  let team: Team
  /** At the page that tests share. */
  let wim: Person
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Wim', 'Max', 'Zoe'], channels: ['whatsapp', 'email'] })
    wim = await at('Wim')
  })
  afterEach(() => wim?.page.unrouteAll())
  afterAll(() => wim?.[Symbol.asyncDispose]())
  const at = (name: string) => signIn(team.workers.find(each => each.name === name)!)
  /** A new contact whose conversation the agent has accepted. */
  const accepted = async (page: Page, contact: string, on: 'whatsapp' | 'email' = 'whatsapp') => {
    await team.contact(on, contact).writes(`I am ${contact}`)
    await goTo(page, 'queue')
    await acceptFromList(page, contact)
    await page.locator('[data-composer]:enabled').waitFor()
    await page.getByRole('heading', { name: contact }).waitFor()
  }

  test('a refused answer survives reloads, tabs and sign-ins until it is sent again', async () => {
    await using travelling = await at('Wim')
    const { page, context } = travelling
    await accepted(page, 'Refa')
    await goTo(wim.page, 'ongoing')
    await open(wim.page, 'Refa')
    await context.setOffline(true)
    await send(page, 'Written on the train')
    await page.getByText('Sending').waitFor()
    await act(wim.page, 'park')
    await holds(wim.page, 'myInbox', 1)
    await context.setOffline(false)
    await refusedAt(page).getByText('Written on the train').waitFor()
    await page.reload()
    await refusedAt(page).getByText('Not sent: Not possible any more').waitFor()
    expect(await barriers(page)).toEqual([])
    const another = await context.newPage()
    await another.goto('/inbox/queue')
    await another.getByText('What you wrote to Refa was not sent.').waitFor()
    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('menuitem', { name: /^Sign out/ }).click()
    await page.locator('input[name=email]').fill(team.workers[0]!.email)
    await page.locator('input[name=password]').fill(team.workers[0]!.password)
    await page.keyboard.press('Enter')
    await refusedAt(page).getByText('Written on the train').waitFor()
    await act(page, 'resume')
    await page.getByRole('button', { name: 'Send again' }).click()
    await arrived(page, 'Written on the train')
    await refusedAt(page).waitFor({ state: 'detached' })
    await another.getByText('What you wrote to Refa was not sent.').waitFor({ state: 'detached' })
  })

  test('two tabs that write while the network is down lose nothing of each other', async () => {
    const { page, context } = wim
    await accepted(page, 'Tabea')
    const another = await context.newPage()
    await another.goto(page.url())
    await another.locator('[data-composer]:enabled').waitFor()
    await context.setOffline(true)
    await send(page, 'From the first tab')
    await send(another, 'From the second tab')
    await context.setOffline(false)
    for (const text of ['From the first tab', 'From the second tab']) await arrived(page, text)
    await another.close()
  })

  test('what is typed while a note is being saved stays', async () => {
    const { page } = wim
    await accepted(page, 'Nola')
    const saved = Promise.withResolvers<void>()
    await page.route('**/notes', async route => {
      if (route.request().method() === 'POST') await saved.promise
      await route.continue()
    })
    await page.getByText('Note', { exact: true }).click()
    await send(page, 'first note')
    await page.getByText('Sending').waitFor()
    await page.keyboard.type('second note typed at once')
    saved.resolve()
    await page.getByText('Sending').waitFor({ state: 'detached' })
    await hasWritten(page, 'second note typed at once')
    await page.keyboard.press('Enter')
    for (const text of ['first note', 'second note typed at once']) await arrived(page, text)
  })

  test('a refused note is returned to where notes are written, before what has been typed since', async () => {
    const { page } = wim
    await accepted(page, 'Reno')
    const no = { status: 403, contentType: 'application/problem+json', body: '{"code":"forbidden"}' }
    await page.route('**/notes', route => (route.request().method() === 'POST' ? route.fulfill(no) : route.continue()))
    await page.getByText('Note', { exact: true }).click()
    await send(page, 'Do not call')
    await refusedAt(page).getByText('Not sent: You do not have permission to do that.').waitFor()
    await page.keyboard.type('before noon')
    await page.getByText('Reply', { exact: true }).click()
    await page.getByRole('button', { name: 'Edit text' }).click()
    await hasWritten(page, 'Do not call\nbefore noon')
    await refusedAt(page).waitFor({ state: 'detached' })
    await page.unroute('**/notes')
    await page.getByRole('button', { name: 'Save note' }).click()
    await arrived(page, 'Do not call\nbefore noon')
  })

  test('a started note stays in view when somebody else accepts the conversation', async () => {
    const { page } = wim
    await using max = await at('Max')
    await team.contact('whatsapp', 'Taka').writes('Who takes me?')
    await goTo(page, 'queue')
    await open(page, 'Taka')
    await page.getByText('Note', { exact: true }).click()
    await composer(page).fill('She called yesterday')
    await acceptFromList(max.page, 'Taka')
    await page.getByText('Max has accepted this conversation.').waitFor()
    const begun = page.getByLabel('You had started this note')
    await begun.getByText('She called yesterday').waitFor()
    expect(await barriers(page)).toEqual([])
    await begun.getByRole('button', { name: 'Discard' }).click()
    await begun.waitFor({ state: 'detached' })
  })

  test('an accepted conversation can be read, however long the server takes to accept it', async () => {
    const { page } = wim
    await team.contact('whatsapp', 'Unda').writes('Read me')
    await goTo(page, 'queue')
    const shown = page.getByLabel('Messages').getByText('Read me')
    await page.route('**/accept', async route => {
      await shown.waitFor()
      await route.continue()
    })
    await acceptFromList(page, 'Unda')
    await page.getByRole('button', { name: 'Park', exact: true }).waitFor()
    await waitFor(async () => (await page.title()) === 'Service Inbox', { describe: 'a title without a number' })
    await goTo(page, 'ongoing')
    expect(
      await itemOf(page, 'Unda')
        .getByLabel(/unread/i)
        .count()
    ).toBe(0)
  })

  test('the Enter that ends an input method’s word sends nothing', async () => {
    const { page } = wim
    await accepted(page, 'Ime')
    await composer(page).fill('にほん')
    await page.evaluate(ENTER_OF_INPUT_METHOD)
    await hasWritten(page, 'にほん')
    await send(page, 'にほんご')
    await arrived(page, 'にほんご')
    expect(await page.getByLabel('Messages').getByText('にほん', { exact: true }).count()).toBe(0)
  })

  test('a draft as long as a message may be outlives the page, and a look at another conversation', async () => {
    const { page } = wim
    await accepted(page, 'Brevis')
    await accepted(page, 'Longa', 'email')
    const text = 'a long answer '.repeat(5000).slice(0, 65_536)
    const older = 'An older, shorter one'
    await composer(page).fill(older)
    const saves = (call: Request) => call.url().endsWith('/draft') && call.postData()?.includes(older)
    await page.waitForResponse(answer => answer.ok() && Boolean(saves(answer.request())))
    await composer(page).fill(text)
    await goTo(page, 'ongoing')
    await open(page, 'Brevis')
    await page.getByRole('heading', { name: 'Brevis' }).waitFor()
    await open(page, 'Longa')
    await hasWritten(page, text)
    await page.reload()
    await hasWritten(page, text)
    await composer(page).fill(`${text}!!`)
    await page.getByText('2 characters too many').waitFor()
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
  })

  describe('without a storage', () => {
    test('that has room left, what is typed appears and is sent, once', async () => {
      await using zoe = await at('Zoe')
      const { page } = zoe
      await page.evaluate(FULL)
      await accepted(page, 'Fulla')
      await composer(page).pressSequentially('Every letter')
      await hasWritten(page, 'Every letter')
      for (let time = 0; time < 3; time++) await composer(page).press('Enter')
      await arrived(page, 'Every letter')
    })

    test('at all, agents sign in, read and answer', async () => {
      await using visit = await arrive({ script: DENIED })
      const { page } = visit
      await page.goto('/')
      await page.locator('input[name=email]').fill(team.workers.at(-1)!.email)
      await page.locator('input[name=password]').fill(team.workers.at(-1)!.password)
      await page.keyboard.press('Enter')
      await page.locator('header [data-look=available]').waitFor()
      await accepted(page, 'Denia')
      await send(page, 'Nothing is kept here')
      await arrived(page, 'Nothing is kept here')
    })
  })

  test('a file dropped on the app does not make the browser leave it', async () => {
    const { page } = wim
    await goTo(page, 'queue')
    await composer(page).waitFor({ state: 'detached' })
    const taken = await page.evaluate<boolean[]>(`
      ['dragover', 'drop'].map(name => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File(['x'], 'x.html', { type: 'text/html' }))
        const event = new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true })
        document.querySelector('main').dispatchEvent(event)
        return event.defaultPrevented
      })
    `)
    expect(taken).toEqual([true, true])
  })
}

async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}
const refusedAt = (page: Page) => page.locator('[data-outgoing=refused]')

/** Resolves once the text is in the conversation, confirmed by the server and exactly once. */
async function arrived(page: Page, text: string): Promise<void> {
  const feed = page.getByLabel('Messages')
  const told = feed.locator('li:not([data-outgoing])').getByText(text, { exact: true })
  await told.waitFor({ timeout: 60_000 })
  await feed.locator('[data-outgoing=waiting]').first().waitFor({ state: 'detached' })
  expect(await told.count()).toBe(1)
}
