import { setTimeout as sleep } from 'node:timers/promises'
import { startFaultProxy, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { type Person, signInAt } from '../browser.ts'
import { acceptAndBeHeard, composer, holds } from '../inbox-page.ts'
import { browser, presenceOf, startBeside, system } from '../system.ts'
import { createTeam } from '../team.ts'

/** Well before anybody counts as gone, so that even a slow machine is back in time. */
const SHORT_MS = 20_000

/** Each resolves once its agent has seen what they should after this outage. */
let short: Promise<void>
let long: Promise<void>

export function goAway(): void {
  const forAWhile = (_agentId: string, signal: AbortSignal) => sleep(SHORT_MS, undefined, { signal })
  // not a fixed time, as when silence is noticed depends on the pings and on the machine
  const untilGone = (agentId: string) =>
    waitFor(async () => (await presenceOf(agentId)).link === 'disconnected', {
      describe: 'the agent to count as gone',
      timeoutMs: 90_000
    })
  short = startBeside(away('Shirley', forAWhile, findsAllAsItWas))
  long = startBeside(away('Lou', untilGone, resumesAll))
}

/**
 * An agent accepts a conversation; then their network swallows everything until `over`, and `then` checks what they
 * see.
 */
const away =
  (
    name: string,
    over: (agentId: string, signal: AbortSignal) => Promise<unknown>,
    then: (page: Person['page']) => Promise<void>
  ) =>
  async (signal: AbortSignal): Promise<void> => {
    const contact = `Contact of ${name}`
    const team = await createTeam({ mode: 'manual', agents: [name] })
    await using network = await startFaultProxy(system.urls['inbox-gateway'])
    const through = { urls: { ...system.urls, 'inbox-gateway': network.url } }
    const worker = team.workers[0]!
    await using person = await signInAt(browser, through, worker)
    const { page } = person
    await team.contact('whatsapp', contact).writes('Do not forget me')
    await acceptAndBeHeard(page, contact)
    await holds(page, 'ongoing', 1)
    await composer(page).fill('What I was about to')
    network.stall()
    await over(worker.id, signal)
    // what was held up is lost, as when a real network comes back
    network.cut()
    network.heal()
    await then(page)
  }

async function findsAllAsItWas(page: Person['page']): Promise<void> {
  await page.getByText('Connected').first().waitFor()
  await holds(page, 'ongoing', 1)
  expect(await composer(page).inputValue()).toBe('What I was about to')
  await holds(page, 'myInbox', 0)
}

async function resumesAll(page: Person['page']): Promise<void> {
  await page.getByText('1 conversation was moved to My Inbox').waitFor()
  await holds(page, 'ongoing', 0)
  await holds(page, 'myInbox', 1)
  await page.getByRole('button', { name: 'Resume all' }).click()
  await holds(page, 'ongoing', 1)
  expect(await composer(page).inputValue()).toBe('What I was about to')
}

export function awayNetwork(): void {
  test('for less than 30 seconds changes nothing, and what was typed is there', () => short)

  test('for more than 30 seconds moves the conversations to My Inbox; Resume all takes them up again', () => long)
}
