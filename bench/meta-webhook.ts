import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

/** Meta's side of a number: posts what customers write to a webhook, signed, and retries until the answer is 200. */
export interface MetaWebhook extends Disposable {
  /** Resolves once it is answered with 200, with the number of earlier attempts. */
  tells(message: { from: string; id: string; text: string }): Promise<number>
}

const CONNECTIONS = 100
const AGAIN_AFTER_MS = 1000
const MAX_REPEATS = 600

export function openMetaWebhook(
  url: string,
  { phoneNumberId, appSecret }: { phoneNumberId: string; appSecret: string }
): MetaWebhook {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const post = (body: Buffer) =>
    new Promise<number>((resolve, reject) => {
      const signature = createHmac('sha256', appSecret).update(body).digest('hex')
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-hub-signature-256': `sha256=${signature}`
      }
      const posted = request(url, { method: 'POST', agent, headers }, answer => {
        answer.resume().on('end', () => resolve(answer.statusCode!))
      })
      posted.on('error', reject).end(body)
    })
  return {
    async tells({ from, id, text }) {
      const message = { from, id, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: text } }
      const value = {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '551140028922', phone_number_id: phoneNumberId },
        contacts: [{ wa_id: from, profile: { name: `Customer ${from}` } }],
        messages: [message]
      }
      const entry = [{ id: '102290129340398', changes: [{ field: 'messages', value }] }]
      const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }))
      for (let again = 0; again < MAX_REPEATS; again++) {
        if ((await post(body).catch(() => 0)) === 200) return again
        await new Promise(resolve => setTimeout(resolve, AGAIN_AFTER_MS))
      }
      throw new Error(`${id} was never answered with 200`)
    },
    [Symbol.dispose]: () => agent.destroy()
  }
}
