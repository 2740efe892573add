import { createHmac } from 'node:crypto'
import { isSame } from '@inbox/http'

/** Whether the website's server signed this id: HMAC-SHA256 with the channel's key, in hex. */
export const isSigned = (id: string, signature: string, identityKey: string): boolean =>
  isSame(signature.toLowerCase(), createHmac('sha256', identityKey).update(id).digest('hex'))
