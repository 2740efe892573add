import type { IncomingMessage } from 'node:http'
import { deviceTokenClaims, deviceTokenRules } from '@inbox/contracts'
import { verifyToken } from '@inbox/http'
import { cookieOf } from './cookies.ts'

/** The device that a call comes from if somebody has signed in on it before; otherwise undefined. */
export function createKnownDevices(secrets: string) {
  const { algorithm, issuer, audience } = deviceTokenRules
  return async ({ headers }: IncomingMessage): Promise<string | undefined> => {
    const token = cookieOf(headers, 'inbox_device')
    if (token === undefined) return undefined
    try {
      const { payload } = await verifyToken(token, secrets, { algorithms: [algorithm], issuer, audience })
      return deviceTokenClaims.parse(payload).jti
    } catch {
      return undefined
    }
  }
}
