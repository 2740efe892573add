import { type Constellation, contactOf, startConstellation } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { barriers } from './barriers.ts'
import { signInAt, startBrowser } from './browser.ts'

let constellation: Constellation
let browser: Browser
beforeAll(async () => {
  ;[constellation, browser] = await Promise.all([startConstellation(import.meta.url), startBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await constellation?.stop()
})

const user = (name: string) => constellation.demo.users.find(each => each.name === name)!

test('an agent signs in and sees who waits, as they come', async () => {
  await using leo = await signInAt(browser, constellation, user('Leo'))
  const { page } = leo
  const queue = page.getByRole('link', { name: 'Queue 0' })
  await queue.waitFor()
  const support = constellation.demo.departments.find(({ name }) => name === 'Support')!
  const channel = constellation.demo.channels.find(
    ({ departmentId, kind }) => departmentId === support.id && kind === 'whatsapp'
  )!
  const zoe = contactOf(constellation.urls['channel-ingest'], channel.apiKey, { id: 'zoe', name: 'Zoe' })
  await zoe.writes('Is anybody there?')
  await page.getByRole('link', { name: 'Queue 1' }).waitFor()
  const item = page.getByRole('article', { name: 'Zoe' })
  await item.filter({ hasText: /Zoe[\s\S]*Is anybody there\?[\s\S]*Support WhatsApp · Support/ }).waitFor()
  expect(await barriers(page)).toEqual([])
})
