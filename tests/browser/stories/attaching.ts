import { beforeAll, expect, test } from '@jest/globals'
import { barriers } from '../barriers.ts'
import { acceptFromList, goTo } from '../inbox-page.ts'
import { signIn } from '../system.ts'
import { createTeam, type Team } from '../team.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

/** Gives a file to what takes files; with a text beside it, as programs do that copy a table. */
const gives = (event: 'paste' | 'drop', name: string, text?: string) => `{
  const data = new DataTransfer()
  data.items.add(new File(['1;2;3'], '${name}', { type: 'text/csv' }))
  if (${JSON.stringify(text ?? '')}) data.setData('text/plain', '${text}')
  const options = { bubbles: true, cancelable: true }
  const event = '${event}' === 'paste'
    ? new ClipboardEvent('paste', { ...options, clipboardData: data })
    : new DragEvent('drop', { ...options, dataTransfer: data })
  const at = '${event}' === 'paste' ? document.querySelector('[data-composer]') : document.body
  at.dispatchEvent(event)
}`

export function attaching(): void {
  let team: Team
  beforeAll(async () => {
    team = await createTeam({ mode: 'manual', agents: ['Pia'] })
  })

  test('files are attached by the button, by pasting and by dropping them anywhere, and a picture opens for who looks at it', async () => {
    await team.contact('whatsapp', 'Filo').writes('Send me pictures')
    await using pia = await signIn(team.workers[0]!)
    const { page } = pia
    await goTo(page, 'queue')
    await acceptFromList(page, 'Filo')
    await page.locator('[data-composer]:enabled').waitFor()
    const messages = page.getByRole('region', { name: 'Messages' })
    const csv = { name: 'chosen.csv', mimeType: 'text/csv', buffer: Buffer.from('1;2;3') }
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'cat.png', mimeType: 'image/png', buffer: PIXEL }, csv])
    await messages.getByRole('link', { name: /^chosen\.csv/ }).waitFor()
    await page.evaluate(gives('paste', 'pasted.csv'))
    await messages.getByRole('link', { name: /^pasted\.csv/ }).waitFor()
    await page.evaluate(gives('paste', 'beside-a-text.csv', 'the text'))
    await page.evaluate(gives('drop', 'dropped.csv'))
    await messages.getByRole('link', { name: /^dropped\.csv/ }).waitFor()
    expect(await messages.getByRole('link', { name: /^beside/ }).count()).toBe(0)
    expect(page.url()).toMatch(/\/inbox\//)

    await messages.getByRole('button', { name: 'cat.png' }).press('Enter')
    const viewer = page.getByRole('dialog', { name: 'cat.png' })
    await viewer.getByRole('img', { name: 'cat.png' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await page
      .locator(':focus')
      .and(messages.getByRole('button', { name: 'cat.png' }))
      .waitFor()
    expect(await barriers(page)).toEqual([])
  })
}
