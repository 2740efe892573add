import { createHmac } from 'node:crypto'
import { isSame } from '@inbox/http'

/** Whether the app with this secret sent the body: `X-Hub-Signature-256` is `sha256=` and the body's HMAC, in hex. */
export const isSigned = (body: Buffer, signature: string | undefined, appSecret: string): boolean =>
  isSame(signature?.toLowerCase() ?? '', `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
