import { createHmac } from 'node:crypto'
import { isSame } from '@inbox/http'

/** Whether a body was sent by the app of this secret: `X-Hub-Signature-256` is `sha256=` and an HMAC of it, in hex. */
export const isSigned = (body: Buffer, signature: string | undefined, appSecret: string): boolean =>
  isSame(signature?.toLowerCase() ?? '', `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
