import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether the site's own server has signed this id: HMAC-SHA256 by the key of the channel, in hex. */
export function isSigned(id: string, signature: string, identityKey: string): boolean {
  const expected = createHmac('sha256', identityKey).update(id).digest()
  const given = Buffer.from(signature, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
