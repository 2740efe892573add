import { deliveryUncertain, type Message } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { publishRaw } from '../../e2e/publish-raw.ts'
import type { Person } from '../browser.ts'
import { acceptFromList, composer, goTo, itemOf } from '../inbox-page.ts'
import { signIn, system } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

export function changedMessages(): void {
  let team: Team
  let quim: Person
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Quim'] })
    quim = await signIn(team.workers[0]!)
  })
  afterAll(() => quim?.[Symbol.asyncDispose]())

  test('an agent replies to a certain message, and sees what the contact does to theirs, in quotes and lists too', async () => {
    const { page } = quim
    const bia = team.contact('whatsapp', 'Bia')
    await bia.writes('Blue or green?')
    await goTo(page, 'queue')
    await acceptFromList(page, 'Bia')
    const feed = page.getByLabel('Messages')
    const said = (text: string) => feed.getByRole('listitem').filter({ hasText: text })
    await said('Blue or green?').hover()
    await said('Blue or green?').getByRole('button', { name: 'Reply to this message' }).click()
    const answering = page.getByLabel('You are replying to')
    await answering.getByText('Blue or green?').waitFor()
    await composer(page).fill('Green')
    await page.reload()
    await answering.getByText('Blue or green?').waitFor()
    await composer(page).press('Enter')
    await said('Green').getByTitle('Show this message').getByText('Blue or green?').waitFor()
    await answering.waitFor({ state: 'detached' })

    await composer(page).press('Control+ArrowUp')
    await answering.getByText('Green').waitFor()
    await composer(page).press('Control+ArrowUp')
    await answering.getByText('Blue or green?').waitFor()
    await composer(page).press('Escape')
    await answering.waitFor({ state: 'detached' })

    await said('Blue or green?').getByRole('button', { name: 'React', exact: true }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: '👍' }).press('ArrowRight')
    await page.keyboard.press('Enter')
    const ours = said('Blue or green?').getByLabel('Reactions').getByText('❤️')
    await ours.waitFor()
    await said('Blue or green?').getByRole('button', { name: 'React', exact: true }).press('Enter')
    await page.getByRole('button', { name: 'Remove the reaction' }).click()
    await ours.waitFor({ state: 'detached' })

    await bia.reacts(1, '👍')
    await feed.getByLabel('Reactions').getByText('👍').waitFor()
    await bia.edits(1, 'Blue, or rather red?')
    await said('Green').getByTitle('Show this message').getByText('Blue, or rather red?').waitFor()
    await feed.getByText('Edited', { exact: true }).waitFor()
    await bia.writes('Never mind')
    await itemOf(page, 'Bia').getByText('Never mind').waitFor()
    await bia.deletes(2)
    await feed.getByText('This message was deleted').waitFor()
    await itemOf(page, 'Bia').getByText('Deleted message').waitFor()
    expect(await page.getByText('Never mind').count()).toBe(0)

    await said('Green').getByTitle('Show this message').click()
    const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''")
    await waitFor(async () => (await focused()).startsWith('Blue, or rather red?'), { describe: 'the quoted message' })
  })

  test('an agent decides what becomes of an answer that may not have arrived: left as it is, or sent again', async () => {
    const { page } = quim
    await team.contact('whatsapp', 'Duda').writes('Where do I pick it up?')
    await goTo(page, 'queue')
    await acceptFromList(page, 'Duda')
    const feed = page.getByLabel('Messages')
    /** Sends an answer, and reports that the provider was lost while it was being sent. */
    const sendInDoubt = async (text: string) => {
      const sending = page.waitForResponse(
        answer => answer.request().method() === 'POST' && answer.url().endsWith('/messages')
      )
      await composer(page).fill(text)
      await composer(page).press('Enter')
      const { id: messageId, conversationId }: Message = await (await sending).json()
      const now = new Date().toISOString()
      const data = { messageId, conversationId, channelId: team.channelId('whatsapp'), at: now, error: 'cut off' }
      const about = {
        id: `lost-${messageId}`,
        version: 1,
        occurredAt: now,
        correlationId: messageId,
        causationId: null
      }
      const body = JSON.stringify({ ...about, type: deliveryUncertain.type, key: messageId, data })
      await publishRaw(system.stores, 'channel-adapters.events', { routingKey: deliveryUncertain.type, body })
      const said = feed.getByRole('listitem').filter({ hasText: text })
      await said.getByText('This message may not have arrived').waitFor()
      return said
    }
    const kept = await sendInDoubt('At the front desk')
    await kept.getByRole('button', { name: 'Keep as is' }).click()
    await kept
      .getByRole('button')
      .filter({ hasText: /Keep as is|Send again/ })
      .first()
      .waitFor({ state: 'detached' })
    await kept.getByText('This message may not have arrived').waitFor()
    const repeated = await sendInDoubt('Until six')
    await repeated.getByRole('button', { name: 'Send again' }).click()
    await repeated.getByText('This message may not have arrived').waitFor({ state: 'detached' })
    await page.reload()
    await kept.getByText('This message may not have arrived').waitFor()
    expect(await feed.getByRole('button', { name: /^(Keep as is|Send again)$/ }).count()).toBe(0)
  })
}
