import type { Presence } from '@inbox/contracts'
import type { System, SystemOptions } from '@inbox/devstack'
import { startJudgedSystem } from '@inbox/history-checker'
import type { Browser } from 'playwright-core'
import { arriveAt, type Device, type Person, signInAt, startBrowser } from './browser.ts'

/** One system and one browser for all stories in a file, because starting them costs more than most stories. */
export let system: System
export let browser: Browser

/** Starts both for the test file at `fileUrl`. */
export async function startAll(fileUrl: string, options?: SystemOptions): Promise<void> {
  ;[system, browser] = await Promise.all([startJudgedSystem(fileUrl, options), startBrowser()])
}

/** What runs alongside the stories ends with the system, whether or not its own story has run. */
const beside = new AsyncDisposableStack()
const closing = new AbortController()

/** Starts what has to wait for a real clock. It stops at the signal; what it adds to the stack lives until then. */
export function startBeside<Seen>(
  goOn: (signal: AbortSignal, belongings: AsyncDisposableStack) => Promise<Seen>
): Promise<Seen> {
  const belongings = beside.use(new AsyncDisposableStack())
  const seen = goOn(closing.signal, belongings)
  const over = seen.catch(() => undefined)
  beside.defer(async () => void (await over))
  return seen
}

export async function endAll(): Promise<void> {
  closing.abort()
  await browser?.close()
  await beside.disposeAsync()
  await system?.stop()
}

export const arrive = (device?: Device): Promise<Person> =>
  arriveAt({ browser, gateway: system.urls['inbox-gateway'], device })

export const signIn = (user: { email: string; password: string }, device?: Device): Promise<Person> =>
  signInAt(browser, system, user, device)

/** A user of the demo. */
export const demoUser = (name: string) => system.demo.users.find(each => each.name === name)!

/** An agent's presence according to the platform. */
export async function presenceOf(agentId: string): Promise<Presence> {
  const answer = await fetch(`${system.urls.presence}/v1/agents?ids=${agentId}`)
  return ((await answer.json()) as { items: Presence[] }).items[0]!
}
