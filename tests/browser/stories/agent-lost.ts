import { startCustomers } from '@inbox/devstack'
import { startFaultProxy, waitFor } from '@inbox/testing'
import { test } from '@jest/globals'
import { CONTEXT, signInAt } from '../browser.ts'
import { acceptAndBeHeard, holds } from '../inbox-page.ts'
import { browser, presenceOf, startBeside, system } from '../system.ts'
import { createTeam } from '../team.ts'

/** Resolves once the visitor has seen what they should. */
let seen: Promise<void>

export function loseAgent(): void {
  seen = startBeside(lost)
}

/**
 * While a visitor is served, the agent's network swallows everything until the agent counts as gone; then it is back.
 */
async function lost(_: AbortSignal, belongings: AsyncDisposableStack): Promise<void> {
  const team = await createTeam({ mode: 'manual', agents: ['Vic'], channels: ['webchat'] })
  const [vic] = team.workers
  const channelId = team.channelId('webchat')
  const shop = await startCustomers({
    ...{ port: 0, adaptersUrl: system.urls['channel-adapters'], salesChannelId: channelId, supportChannelId: channelId }
  })
  belongings.use(shop)
  const network = belongings.use(await startFaultProxy(system.urls['inbox-gateway']))
  const through = { urls: { ...system.urls, 'inbox-gateway': network.url } }
  const { page } = belongings.use(await signInAt(browser, through, vic!))
  const visitor = await browser.newContext(CONTEXT)
  belongings.defer(() => visitor.close())
  const site = await visitor.newPage()
  await site.goto(shop.url)
  await site.getByRole('button', { name: /Open chat/ }).click()
  const chat = site.frameLocator('iframe')
  await chat.getByRole('textbox', { name: 'Write a message' }).fill('Do you ship to Porto?')
  await chat.getByRole('button', { name: 'Send' }).click()
  await chat.getByText('Waiting for an agent').waitFor()
  await acceptAndBeHeard(page, (await page.getByRole('article').first().getAttribute('aria-label'))!)
  await chat.getByText('Vic is here for you').waitFor()

  network.stall()
  await waitFor(async () => (await presenceOf(vic!.id)).link === 'disconnected', {
    describe: 'the agent to count as gone',
    timeoutMs: 90_000
  })
  await chat.getByText('Vic is away at the moment. We’ll still see your messages.').waitFor()
  network.cut()
  network.heal()
  await page.getByRole('button', { name: 'Resume all' }).click()
  await holds(page, 'ongoing', 1)
  await chat.getByText('Vic is here for you').waitFor()
}

export function agentLost(): void {
  test('for more than 30 seconds: the visitor reads that they are away, and that they are back', () => seen)
}
