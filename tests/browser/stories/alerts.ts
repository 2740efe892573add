import { ask, signIn as connect } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { barriers } from '../barriers.ts'
import { type Person, WIDE } from '../browser.ts'
import { acceptFromList, act, goTo, holds, hoursAgo, itemOf, open } from '../inbox-page.ts'
import { signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

export function alerts(): void {
  describe('an offer', () => {
    let team: Team
    let amy: Person
    beforeAll(async () => {
      team = await createTeam({
        ...{ mode: 'automatic', agents: ['Amy'] },
        policy: { offerTimeoutSeconds: 60, maxMisses: 1 }
      })
      amy = await signIn(team.workers[0]!)
    })
    afterAll(() => amy?.[Symbol.asyncDispose]())
    const card = (page: Page, name: string) => page.locator('[data-offer-card]').and(page.getByRole('region', { name }))

    test('is shown and announced wherever the agent is, and accepting it there moves the focus to the answer', async () => {
      const { page } = amy
      await team.contact('whatsapp', 'Olga').writes('Are you there?')
      await card(page, 'Olga').getByText(`${team.name} whatsapp`).waitFor()
      await card(page, 'Olga').getByRole('timer').waitFor()
      await page.getByRole('status').getByText(`New offer: Olga, ${team.name} whatsapp`).waitFor()
      expect(await barriers(page)).toEqual([])
      // where the list shows it, the list is enough
      await goTo(page, 'ongoing')
      await itemOf(page, 'Olga').waitFor()
      expect(await card(page, 'Olga').count()).toBe(0)
      await goTo(page, 'myInbox')
      await page.keyboard.press('a')
      await page.waitForURL('**/inbox/ongoing/**')
      await page.locator('[data-composer]:focus').waitFor()
      await page.keyboard.type('Yes, Olga')
      await page.keyboard.press('Enter')
      await page.getByLabel('Messages').getByText('Yes, Olga').waitFor()
    })

    test('covers neither how to reach a contact whose time is over, nor what can be done with the conversation', async () => {
      const { page } = amy
      const phone = '+351 922 333 444'
      await team.contact('whatsapp', 'Late', { phone, email: 'late@example.com' }).writes('?', { sentAt: hoursAgo(25) })
      await goTo(page, 'inactives')
      await open(page, 'Late')
      const needed = [page.getByLabel('Follow up'), page.locator('[data-action=dismiss]')]
      for (const each of needed) await each.waitFor()
      await team.contact('whatsapp', 'Rosa').writes('Hello')
      await card(page, 'Rosa').waitFor()
      for (const size of [WIDE, { width: 1000, height: 700 }, { width: 390, height: 844 }]) {
        await page.setViewportSize(size)
        for (const each of needed) expect(await overlap(card(page, 'Rosa'), each)).toBe(false)
      }
      await card(page, 'Rosa').getByRole('button', { name: 'Decline' }).click()
      await card(page, 'Rosa').waitFor({ state: 'detached' })
      await page.setViewportSize(WIDE)
    })

    test('that is declined on its card disappears, and the focus stays on the page', async () => {
      const { page } = amy
      await goTo(page, 'queue')
      await team.contact('whatsapp', 'Dana').writes('Hello')
      await card(page, 'Dana').getByRole('button', { name: 'Decline' }).focus()
      await page.keyboard.press('Enter')
      await card(page, 'Dana').waitFor({ state: 'detached' })
      await page.locator('h1:focus').waitFor()
    })

    test('that was missed too often is reported to the agent, who is available again with one click', async () => {
      const hasty = await createTeam({
        ...{ mode: 'automatic', agents: ['Mia'] },
        policy: { offerTimeoutSeconds: 1, maxMisses: 1 }
      })
      await using mia = await signIn(hasty.workers[0]!)
      const { page } = mia
      await hasty.contact('whatsapp', 'Lost').writes('Hello?')
      await page.getByRole('alert').getByText('You were set to Unavailable').waitFor()
      expect(await barriers(page)).toEqual([])
      await page.getByRole('button', { name: 'I am available' }).click()
      await page.locator('header [data-look=available]').waitFor()
      await page.getByText('You were set to Unavailable').waitFor({ state: 'detached' })
    })
  })

  describe('a tab that nobody looks at rings', () => {
    let team: Team
    beforeAll(async () => {
      team = await createTeam({ mode: 'manual', agents: ['Ned', 'Kim'] })
    })
    const at = (name: string) => signIn(team.workers.find(each => each.name === name)!)

    test('for arrivals, messages, transfers and notes that name the agent, each once in all tabs together', async () => {
      await using ned = await at('Ned')
      const first = ned.page
      const contact = team.contact('whatsapp', 'Ines')
      await contact.writes('Anybody?')
      await acceptFromList(first, 'Ines')
      await holds(first, 'ongoing', 1)
      await goTo(first, 'queue')
      const second = await ned.context.newPage()
      const pages = [first, second]
      for (const page of pages) await lookAway(page)

      await contact.writes('Still there?')
      await rings(pages, 'New message from Ines')
      await team.contact('whatsapp', 'Juan').writes('Good morning')
      await rings(pages, 'Juan is waiting in the queue')

      const kim = await connect(system.urls['inbox-gateway'], team.workers[1]!)
      await using _ = kim
      const { id } = (await kim.sees(({ contact: { name } }) => name === 'Juan'))!
      await waitFor(async () => (await kim.post(`/v1/conversations/${id}/accept`)).status === 200)
      await kim.post(`/v1/conversations/${id}/notes`, { text: 'Ask @Ned, he knows' })
      await rings(pages, 'You are mentioned in a note about Juan')
      await kim.post(`/v1/conversations/${id}/transfer`, { agentId: team.workers[0]!.id })
      await rings(pages, 'New offer: Juan')
      expect((await rung(pages)).toSorted()).toEqual(
        [
          'You are mentioned in a note about Juan',
          'New message from Ines',
          'New offer: Juan',
          'Juan is waiting in the queue'
        ].toSorted()
      )
    })

    test('although the one opened first is frozen, and although a notification failed before', async () => {
      await using kim = await at('Kim')
      const second = await kim.context.newPage()
      await lookAway(second, { failing: 1 })
      await freeze(kim.context, kim.page)
      await team.contact('whatsapp', 'Fails').writes('1')
      await waitFor(() => second.evaluate('failures === 1'), { describe: 'the notification to fail' })
      await team.contact('whatsapp', 'Works').writes('2')
      await rings([second], 'Works is waiting in the queue')
    })

    test('for nothing that is switched off', async () => {
      await using ned = await at('Ned')
      const { page } = ned
      await page.getByRole('button', { name: /^Account/ }).click()
      expect(await barriers(page)).toEqual([])
      await page.getByRole('menuitem', { name: 'Alerts' }).click()
      const dialog = page.getByRole('dialog', { name: 'Alerts' })
      await dialog.getByText('New conversations in queues').waitFor()
      expect(await barriers(page)).toEqual([])
      await dialog.getByRole('switch', { name: 'New conversations in queues I pick from: Notification' }).click()
      await page.keyboard.press('Escape')
      await lookAway(page)
      await team.contact('whatsapp', 'Quiet').writes('Hello')
      await itemOf(page, 'Quiet').waitFor()
      const kim = team.workers[1]!
      const token = await tokenOf(kim)
      const gateway = system.urls['inbox-gateway']
      const { body } = await ask<{ items: { id: string; contact: { name: string } }[] }>(
        'GET',
        `${gateway}/v1/conversations?tab=queue`,
        { token }
      )
      const { id } = body.items.find(({ contact: { name } }) => name === 'Quiet')!
      await ask('POST', `${gateway}/v1/conversations/${id}/notes`, { token, body: { text: '@ned look' } })
      await rings([page], 'You are mentioned in a note about Quiet')
      expect(await rung([page])).toEqual(['You are mentioned in a note about Quiet'])
    })
  })

  describe('the focus of somebody who works by keyboard', () => {
    let team: Team
    let fay: Person
    beforeAll(async () => {
      team = await createTeam({ mode: 'manual', agents: ['Fay', 'Gil'] })
      fay = await signIn(team.workers[0]!)
    })
    afterAll(() => fay?.[Symbol.asyncDispose]())

    test('returns to where a dialog was opened, or to the conversation, never to the top of the page', async () => {
      const { page } = fay
      await team.contact('whatsapp', 'First').writes('1')
      await team.contact('whatsapp', 'Second').writes('2')
      for (const [index, name] of ['First', 'Second'].entries()) {
        await goTo(page, 'queue')
        await acceptFromList(page, name)
        await holds(page, 'ongoing', index + 1)
        await page.locator('[data-composer]:focus').waitFor()
      }
      await act(page, 'transfer')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('[data-action=transfer]:focus').waitFor()
      await page.locator('[data-action=park]').focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'First', exact: true }).waitFor()
      await page.locator('[data-pane-title]:focus').waitFor()
      await act(page, 'close')
      await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().focus()
      await page.keyboard.press('Enter')
      await holds(page, 'ongoing', 0)
      await page.locator('h1:focus').waitFor()
    })

    test('announces only what is new in a conversation, not what was said before', async () => {
      const { page } = fay
      const contact = team.contact('whatsapp', 'Ida')
      await contact.writes('Said before')
      await goTo(page, 'queue')
      await acceptFromList(page, 'Ida')
      await page.getByLabel('Messages').getByText('Said before').waitFor()
      expect(await page.locator('[aria-live]').getByText('Said before').count()).toBe(0)
      await contact.writes('Said just now')
      await page.getByRole('log').getByText('Ida: Said just now').waitFor()
    })
  })
}

/** Whether two elements overlap. */
async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = (await Promise.all([one.boundingBox(), other.boundingBox()])) as [Box, Box]
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>

const tokenOf = async (user: { email: string; password: string }) => {
  await using connected = await connect(system.urls['inbox-gateway'], user)
  return connected.token
}

/** Makes the page believe it is hidden, and records its notifications; the first `failing` fail, as on Android. */
async function lookAway(page: Page, { failing = 0 } = {}): Promise<void> {
  await page.addInitScript(`
    globalThis.rung = []
    globalThis.failures = 0
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    globalThis.Notification = class {
      static permission = 'granted'
      constructor(title) {
        if (failures < ${failing}) { failures++; throw new TypeError('Illegal constructor') }
        rung.push(title)
      }
      addEventListener() {}
      close() {}
    }`)
  await page.goto('/inbox/queue')
  await page.locator('header [data-look=available]').waitFor()
}

const rung = async (pages: readonly Page[]): Promise<string[]> =>
  (await Promise.all(pages.map(page => page.evaluate<string[]>('rung')))).flat()

const rings = (pages: readonly Page[], title: string) =>
  waitFor(async () => (await rung(pages)).includes(title), { describe: title, timeoutMs: 30_000 })

/** Stops all scripts of a page, as browsers do in background tabs to save energy. */
async function freeze(context: BrowserContext, page: Page): Promise<void> {
  const protocol = await context.newCDPSession(page)
  await protocol.send('Debugger.enable')
  const stopped = new Promise<void>(resolve => protocol.once('Debugger.paused', () => resolve()))
  await protocol.send('Debugger.pause')
  await stopped
}
