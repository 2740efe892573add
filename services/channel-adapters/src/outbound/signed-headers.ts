import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/**
 * Headers of the Standard Webhooks specification (https://www.standardwebhooks.com): the id is the same for every
 * attempt. Secrets are `whsec_` and Base64; each one signs, so that a receiver may know either while one is being
 * replaced; without any, nothing is signed.
 */
export function signedHeaders(id: string, body: string, secrets: readonly string[], now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const plain = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp }
  if (secrets.length === 0) return plain
  const signatures = secrets.map(secret => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { ...plain, 'webhook-signature': signatures.join(' ') }
}
