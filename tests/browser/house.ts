import { type Constellation, startConstellation } from '@inbox/testing'
import type { Browser } from 'playwright-core'
import { arriveAt, type Person, type Sight, signInAt, startBrowser } from './browser.ts'

/** One system and one browser for all stories: to start them costs more than most stories. */
export let constellation: Constellation
export let browser: Browser

export async function openHouse(): Promise<void> {
  ;[constellation, browser] = await Promise.all([startConstellation(import.meta.url), startBrowser()])
}

export async function closeHouse(): Promise<void> {
  await browser?.close()
  await constellation?.stop()
}

export const arrive = (sight?: Sight): Promise<Person> =>
  arriveAt({ browser, gateway: constellation.urls['inbox-gateway'], sight })

export const signIn = (user: { email: string; password: string }, sight?: Sight): Promise<Person> =>
  signInAt(browser, constellation, user, sight)

/** Somebody of the demo. */
export const demoUser = (name: string) => constellation.demo.users.find(each => each.name === name)!
