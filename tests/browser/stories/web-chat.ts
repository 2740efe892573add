import { readFile } from 'node:fs/promises'
import type { Message } from '@inbox/contracts'
import { startCustomers } from '@inbox/devstack'
import { signIn as connect } from '@inbox/simulators'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { beforeAll, expect, test } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import { barriersIn } from '../barriers.ts'
import { CONTEXT, startKeepingBrowser } from '../browser.ts'
import { acceptFromList, act, composer, goTo, open } from '../inbox-page.ts'
import { standStill } from '../stand-still.ts'
import { browser, demoUser, signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

/** A website of another origin with a strict policy, its visitors and the agents at the other end. */
export function webChat(): void {
  let team: Team
  let deserted: Team
  beforeAll(async () => {
    ;[team, deserted] = await Promise.all([
      createTeam({ mode: 'manual', agents: ['Vera', 'Odo'], channels: ['webchat'] }),
      createTeam({ mode: 'manual', agents: [], channels: ['webchat'] })
    ])
  })
  const startShop = () =>
    startCustomers({
      ...{ port: 0, adaptersUrl: system.urls['channel-adapters'] },
      ...{ salesChannelId: team.channelId('webchat'), supportChannelId: deserted.channelId('webchat') }
    })
  const visit = async (url: string, context?: BrowserContext) => {
    const page = await (context ?? (await browser.newContext(CONTEXT))).newPage()
    await page.goto(url)
    return { page, chat: page.frameLocator('iframe') }
  }
  const launcher = (page: Page) => page.getByRole('button', { name: /Open chat/ })
  type Chat = Awaited<ReturnType<typeof visit>>['chat']
  const says = async (chat: Chat, words: string) => {
    const box = chat.getByRole('textbox', { name: 'Write a message' })
    await box.fill(words)
    await box.press('Enter')
  }
  const textsOf = async (chat: Chat) => (await chat.getByRole('log').textContent())!.replaceAll(/\s+/g, ' ')

  test('a website visitor writes and is answered, also offline, on another page and in another tab', async () => {
    await using shop = await startShop()
    await using person = await signIn(team.workers[0]!)
    const agent = person.page
    const { page, chat } = await visit(shop.url)
    const context = page.context()
    await launcher(page).click()
    await says(chat, 'Do you ship to Porto?')
    await chat.getByText('Waiting for an agent').waitFor()

    await goTo(agent, 'queue')
    const contact = await agent.getByRole('article').first().getAttribute('aria-label')
    await acceptFromList(agent, contact!)
    await goTo(agent, 'ongoing')
    await open(agent, contact!)
    await chat.getByText('Vera is here for you').waitFor()
    await composer(agent).fill('We do, within three days')
    await composer(agent).press('Enter')
    await chat.getByText('We do, within three days').waitFor()
    await agent.locator('[role=img][data-status=read]').first().waitFor()
    expect(await barriersIn(page.frames()[1]!)).toEqual([])

    await context.setOffline(true)
    await says(chat, 'Wonderful')
    await says(chat, 'And to Faro?')
    await composer(agent).fill('Are you still there?')
    await composer(agent).press('Enter')
    await context.setOffline(false)
    await chat.getByText('Are you still there?').waitFor()
    await agent.getByText('And to Faro?').last().waitFor()

    // on another page of the site, and in another tab
    await page.reload()
    await chat.getByText('Vera is here for you').waitFor()
    const tab = await visit(shop.url, context)
    await launcher(tab.page)
      .click()
      .catch(() => undefined)
    const whole = ['Do you ship to Porto?', 'We do, within three days', 'Wonderful', 'And to Faro?']
    for (const seen of [chat, tab.chat]) {
      await seen.getByText('And to Faro?').waitFor()
      const text = await textsOf(seen)
      for (const words of [...whole, 'Are you still there?'])
        expect([words, text.split(words).length]).toEqual([words, 2])
      expect(text.indexOf('Wonderful')).toBeLessThan(text.indexOf('And to Faro?'))
    }
    const bill = { name: 'bill.txt', mimeType: 'text/plain', buffer: Buffer.from('so much') }
    await chat.locator('input[type=file]').setInputFiles(bill)
    await chat.getByRole('link', { name: 'bill.txt' }).waitFor()
    await agent.getByText('bill.txt').last().waitFor()

    // somebody else takes over
    await using colleague = await connect(system.urls['inbox-gateway'], team.workers[1]!)
    await act(agent, 'transfer')
    const dialog = agent.getByRole('dialog')
    await dialog.getByText('To an agent').click()
    await dialog.getByRole('radio', { name: 'Odo' }).click()
    await dialog.getByRole('button', { name: 'Transfer' }).click()
    const { id } = await colleague.sees(({ offer }) => offer?.agentId === team.workers[1]!.id)
    await chat.getByText('Vera is here for you').waitFor()
    await colleague.post(`/v1/conversations/${id}/accept`)
    await chat.getByText('Odo is here for you').waitFor()
    await colleague.post(`/v1/conversations/${id}/close`, {})
    await chat.getByText('This chat has ended. Write to start a new chat.').waitFor()
    await chat.getByRole('radio', { name: '4 out of 5 stars' }).check({ force: true })
    await chat.getByRole('textbox', { name: 'Would you like to tell us more?' }).fill('Quick!')
    await chat.getByRole('button', { name: 'Send' }).first().click()
    await chat.getByText('How was this chat?').waitFor({ state: 'detached' })
    const saved = page.waitForEvent('download')
    await chat.getByRole('button', { name: 'Save chat' }).click()
    const transcript = await readFile(await (await saved).path(), 'utf8')
    for (const said of ['You: Do you ship to Porto?', 'Vera: We do, within three days', '(bill.txt)'])
      expect(transcript).toContain(said)

    // the file goes before the chat: nobody is offered it any more
    await chat.getByRole('link', { name: 'bill.txt' }).waitFor()
    await markGone('bill.txt')
    await page.reload()
    await agent.goto(`/inbox/inactives/${id}`)
    for (const at of [chat, agent]) {
      await at.getByText('No longer available').waitFor()
      await at.getByText('bill.txt').last().waitFor()
      expect(await at.getByRole('link', { name: 'bill.txt' }).count()).toBe(0)
    }
    await context.close()
  })

  test.each(Object.entries(standStill))(
    'a page of a site that %s shows what was written meanwhile, once',
    async (how, stop) => {
      await using shop = await startShop()
      await using stack = new AsyncDisposableStack()
      // somebody who can answer
      await using agent = await connect(system.urls['inbox-gateway'], team.workers[1]!)
      const keeping = how.includes('left') && stack.adopt(await startKeepingBrowser(), it => it.close())
      const { page, chat } = await visit(shop.url, await (keeping || browser).newContext(CONTEXT))
      stack.defer(() => page.context().close())
      await launcher(page).click()
      await says(chat, `Before it ${how}`)
      await chat.getByText('Waiting for an agent').waitFor()
      const { id } = await agent.sees(({ lastMessage }) => lastMessage?.preview === `Before it ${how}`)
      await agent.post(`/v1/conversations/${id}/accept`)
      await chat.getByText('Odo is here for you').waitFor()
      const goOn = await stop(page, await page.context().newCDPSession(page))
      const { body: answer } = await agent.post<Message>(`/v1/conversations/${id}/messages`, {
        clientMessageId: how.replaceAll(' ', '-'),
        content: { type: 'text', text: 'Are you still there?' }
      })
      await goOn()
      await agent.hears('message', ({ message }) => message.id === answer.id && message.status === 'read')
      // after going back to a page, its frames are out of reach from here
      if (!keeping) {
        await says(chat, 'I am')
        await agent.sees(({ lastMessage }) => lastMessage?.preview === 'I am')
        const text = await textsOf(chat)
        for (const words of [`Before it ${how}`, 'Are you still there?', 'I am'])
          expect([words, text.split(words).length]).toEqual([words, 2])
      }
      await agent.post(`/v1/conversations/${id}/close`, {})
    }
  )

  test('who comes on a phone while nobody is there is told so before they write, on the whole screen, and can be reached through what they leave', async () => {
    await using shop = await startShop()
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
    const { page, chat } = await visit(`${shop.url}/help`, await browser.newContext({ ...CONTEXT, ...phone }))
    await launcher(page).tap()
    await chat.getByText(/Leave a message and tell us how to reach you/).waitFor()
    expect(await page.locator('iframe').boundingBox()).toMatchObject({ x: 0, y: 0, width: 360, height: 740 })
    expect(await barriersIn(page.frames()[1]!)).toEqual([])
    await chat.getByLabel('Email').fill('rita@example.org')
    await chat.getByRole('button', { name: 'Continue' }).click()
    await says(chat, 'My tiles came broken')
    await using supervisor = await connect(system.urls['inbox-gateway'], demoUser('Sofia'))
    const left = await supervisor.sees(({ contact }) => contact.email === 'rita@example.org')
    expect(left).toMatchObject({ status: 'inactive', reason: 'unattended' })
    await page.context().close()
  })
}

/** What queue does with the messages of a file whose period has ended. */
async function markGone(file: string): Promise<void> {
  const { mongodbUrl, database } = system.stores
  await using mongo = await connectMongo({
    ...{ url: mongodbUrl, database: `${database}_queue`, logger: createLogger('web-chat', 'silent') }
  })
  const messages = mongo.collection<{ _id: string; mediaGone?: boolean }>('messages')
  await messages.updateMany(
    { 'content.name': file } as never,
    { $set: { mediaGone: true }, $inc: { version: 1 } } as never
  )
}
