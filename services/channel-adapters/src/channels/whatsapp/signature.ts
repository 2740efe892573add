import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether a body was sent by the app of this secret: `X-Hub-Signature-256` is `sha256=` and an HMAC of it, in hex. */
export function isSigned(body: Buffer, signature: string | undefined, appSecret: string): boolean {
  const [, hex] = /^sha256=([\da-f]{64})$/i.exec(signature ?? '') ?? []
  const expected = createHmac('sha256', appSecret).update(body).digest()
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), expected)
}
