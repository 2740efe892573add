import { type Served, serve } from '@inbox/double-pages'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Phone } from './client.ts'
import { createPhonePages } from './phone.ts'
import { startWhatsAppDouble, type WhatsAppDouble } from './start.ts'
import type { BusinessNumber, Customer } from './state/world.ts'

let double: WhatsAppDouble
let number: BusinessNumber
let customer: Customer
let phone: Phone
let served: Served

beforeAll(async () => {
  double = await startWhatsAppDouble()
  number = await double.client.addNumber({ verifiedName: 'Azulejo' })
  customer = await double.client.addCustomer({ name: 'Ana', phone: '351911111111' })
  phone = double.client.phone(number.phoneNumberId, customer.id)
  const pages = await createPhonePages(double.double)
  served = await serve(
    (request, response) => void pages(request, response, new URL(request.url!, 'http://any').pathname)
  )
})
afterAll(async () => {
  await double[Symbol.asyncDispose]()
  await served[Symbol.asyncDispose]()
})

const send = async (body: object) => {
  const headers = { authorization: `Bearer ${number.accessToken}`, 'content-type': 'application/json' }
  const to = { messaging_product: 'whatsapp', to: customer.phone, ...body }
  await fetch(`${double.url}/v26.0/${number.phoneNumberId}/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify(to)
  })
}

test('the page finds the files it loads, and calls the double at its own address', async () => {
  const page = await fetch(`${served.url}/phone`)
  const files = [...(await page.text()).matchAll(/(?:src|href)="(\/phone\/[^"]+)"/g)].map(([, path]) => path!)
  const answers = await Promise.all([...files, '/phone/voice-note.ogg'].map(path => fetch(served.url + path)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const people = await fetch(`${served.url}/phone/api/customers`)
  expect(await people.json()).toEqual([expect.objectContaining({ name: 'Ana' })])
})

test('what is sent to a phone that is off arrives once it is on', async () => {
  await phone.says('Hello')
  await double.client.changeCustomer(customer.id, { online: false })
  await send({ text: { body: 'Good morning' } })
  const isNow = async (status: string) => {
    const last = (await phone.chat()).messages.at(-1)
    return last?.text === 'Good morning' && last.status === status
  }
  await waitFor(() => isNow('sent'))
  await double.client.changeCustomer(customer.id, { online: true })
  expect(await isNow('delivered')).toBe(true)
})

test('buttons can be tapped, and the tapped one is shown by its title', async () => {
  await phone.says('Hello')
  const reply = { type: 'reply', reply: { id: 'new', title: 'A new tile' } }
  const interactive = { type: 'button', body: { text: 'Which?' }, action: { buttons: [reply] } }
  await send({ type: 'interactive', interactive })
  const asked = (await phone.chat()).messages.at(-1)!
  expect(asked).toMatchObject({ text: 'Which?', buttons: [{ id: 'new', title: 'A new tile', kind: 'reply' }] })
  await phone.writes(
    { type: 'interactive', interactive: { type: 'button_reply', button_reply: reply.reply } },
    { quotes: asked.id }
  )
  expect((await phone.chat()).messages.at(-1)).toMatchObject({ text: 'A new tile', quotes: asked.id })
})
