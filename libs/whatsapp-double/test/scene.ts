import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import type { Phone } from '../src/client.ts'
import { startWhatsAppDouble, type WhatsAppDouble } from '../src/start.ts'
import type { BusinessNumber, Customer } from '../src/state/world.ts'
import { signatureOf } from '../src/webhooks/envelope.ts'

export const HOUR = 3_600_000
// biome-ignore lint/suspicious/noExplicitAny: checked field by field
export type Any = any

/** A double with a receiver for its webhooks, and a new number and customer for each test. */
export interface Scene {
  double: WhatsAppDouble
  number: BusinessNumber
  customer: Customer
  phone: Phone
  /** Notifications that were signed and answered with 200. */
  received: Any[]
  /** How the receiver answers signed notifications. Default 200. */
  answers: () => number
  values(key: 'messages' | 'statuses' | 'message_echoes' | 'calls'): Any[]
  graph(method: string, path: string, body?: object, token?: string): Promise<{ status: number; body: Any }>
  post(body: object): Promise<{ status: number; body: Any }>
  /** Answers the customer from the number. */
  reply(body: string, more?: object): Promise<{ status: number; body: Any }>
  statusesOf(id: string): Any[]
  /** Resolves with the notification of that status. */
  reaches(id: string, status: string): Promise<Any>
}

export function useScene(): Scene {
  const receiver = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url!, 'http://any')
    const { number } = scene
    if (request.method === 'GET') {
      const isOurs = searchParams.get('hub.verify_token') === number.verifyToken
      return void response.writeHead(isOurs ? 200 : 403).end(searchParams.get('hub.challenge'))
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    const isSigned = request.headers['x-hub-signature-256'] === signatureOf(raw, number.appSecret)
    const status = isSigned ? scene.answers() : 401
    if (status === 200) scene.received.push(JSON.parse(raw.toString()))
    response.writeHead(status).end()
  })
  const unset = undefined as never
  const scene: Scene = {
    ...{ double: unset, number: unset, customer: unset, phone: unset },
    received: [],
    answers: () => 200,
    values: key =>
      scene.received.flatMap(({ entry }) =>
        entry.flatMap(({ changes }: Any) => changes.flatMap(({ value }: Any) => value[key] ?? []))
      ),
    async graph(method, path, body, token = scene.number.accessToken) {
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
      const answer = await fetch(`${scene.double.url}/v24.0/${path}`, {
        ...{ method, headers },
        ...(body && { body: JSON.stringify(body) })
      })
      return { status: answer.status, body: (await answer.json()) as Any }
    },
    post: body =>
      scene.graph('POST', `${scene.number.phoneNumberId}/messages`, { messaging_product: 'whatsapp', ...body }),
    reply: (body, more = {}) => scene.post({ to: scene.customer.phone, text: { body }, ...more }),
    statusesOf: id => scene.values('statuses').filter(each => each.id === id),
    reaches: (id, status) =>
      waitFor(() => scene.statusesOf(id).find(each => each.status === status), { describe: `${id} to be ${status}` })
  }

  beforeAll(async () => {
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    scene.double = await startWhatsAppDouble()
  })
  afterAll(async () => {
    await scene.double[Symbol.asyncDispose]()
    receiver.closeAllConnections()
    receiver.close()
  })
  beforeEach(async () => {
    scene.answers = () => 200
    const { client } = scene.double
    const { port } = receiver.address() as AddressInfo
    // added before its webhook is set, as the receiver needs its token to answer the challenge
    scene.number = await client.addNumber({ coexistence: true, throughput: 1000 })
    const { phoneNumberId } = scene.number
    scene.number = await client.subscribe(phoneNumberId, `http://127.0.0.1:${port}/hook`)
    scene.customer = await client.addCustomer({ name: 'Ana', phone: `3519${Math.floor(Math.random() * 1e8)}` })
    scene.phone = client.phone(phoneNumberId, scene.customer.id)
    await client.noFaults()
    scene.received.length = 0
  })
  return scene
}
