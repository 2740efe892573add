import { createHmac } from 'node:crypto'
import { isSame } from '@inbox/http'

/** Whether the site's own server has signed this id: HMAC-SHA256 by the key of the channel, in hex. */
export const isSigned = (id: string, signature: string, identityKey: string): boolean =>
  isSame(signature.toLowerCase(), createHmac('sha256', identityKey).update(id).digest('hex'))
