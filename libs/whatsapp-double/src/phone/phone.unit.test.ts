import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Phone } from '../client.ts'
import { startWhatsAppDouble, type WhatsAppDouble } from '../start.ts'
import type { BusinessNumber, Customer } from '../state/world.ts'
import { createPhonePages } from './phone.ts'

let double: WhatsAppDouble
let number: BusinessNumber
let customer: Customer
let phone: Phone
let url: string
const server = createServer()

beforeAll(async () => {
  double = await startWhatsAppDouble()
  number = await double.client.addNumber({ verifiedName: 'Azulejo' })
  customer = await double.client.addCustomer({ name: 'Ana', phone: '351911111111' })
  phone = double.client.phone(number.phoneNumberId, customer.id)
  const pages = await createPhonePages(double.double)
  server.on('request', (request, response) => {
    if (!pages(request, response, new URL(request.url!, 'http://any').pathname)) response.writeHead(418).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await double[Symbol.asyncDispose]()
  server.closeAllConnections()
  server.close()
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

test('the page loads nothing but its own files, and asks the double at its own address only', async () => {
  const page = await fetch(`${url}/phone`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'"
  )
  const files = [...(await page.text()).matchAll(/(?:src|href)="(\/phone\/[^"]+)"/g)].map(([, path]) => path!)
  const statuses = await Promise.all(
    [...files, '/phone/voice-note.ogg'].map(async path => (await fetch(url + path)).status)
  )
  expect(statuses).toEqual([200, 200, 200])
  expect((await fetch(`${url}/phone/../package.json`)).status).toBe(418)
  expect((await fetch(`${url}/phone/secret`)).status).toBe(404)
  const people = await fetch(`${url}/phone/api/customers`)
  expect(await people.json()).toEqual([expect.objectContaining({ name: 'Ana' })])
  expect((await fetch(`${url}/phone/api/customers`, { headers: { origin: 'https://example.org' } })).status).toBe(403)
})

test('what is sent to a phone that is off is there once it is on', async () => {
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

test('buttons are shown to be tapped, and what was tapped by its title', async () => {
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
