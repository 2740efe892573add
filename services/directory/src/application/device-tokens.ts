import { type DeviceTokenClaims, deviceTokenClaims, deviceTokenRules } from '@inbox/contracts'
import { signingKeyOf, verifyToken } from '@inbox/http'
import { newId } from '@inbox/runtime'
import { SignJWT } from 'jose'

/** The number of people remembered per device: several may take turns at one. */
const MAX_PEOPLE = 20
const LIFETIME_MS = 180 * 86_400_000

/** Marks devices on which somebody has signed in; a mark proves nothing more. */
export interface DeviceTokens {
  /** What a mark says; undefined if it is not one of ours. */
  read(token: string | undefined, now: Date): Promise<DeviceTokenClaims | undefined>
  /** A new mark for the device, which now also names this agent. */
  mark(device: DeviceTokenClaims | undefined, agentId: string, now: Date): Promise<{ token: string; expiresAt: Date }>
}

export function createDeviceTokens(secrets: string): DeviceTokens {
  const { algorithm, issuer, audience } = deviceTokenRules
  return {
    async read(token, now) {
      if (token === undefined) return undefined
      try {
        const { payload } = await verifyToken(token, secrets, {
          algorithms: [algorithm],
          issuer,
          audience,
          currentDate: now
        })
        return deviceTokenClaims.parse(payload)
      } catch {
        return undefined
      }
    },
    async mark(device, agentId, now) {
      const agentIds = [agentId, ...(device?.agentIds ?? []).filter(id => id !== agentId)].slice(0, MAX_PEOPLE)
      const expiresAt = new Date(now.getTime() + LIFETIME_MS)
      const token = await new SignJWT({ agentIds })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setAudience(audience)
        .setJti(device?.jti ?? newId())
        .setExpirationTime(expiresAt)
        .sign(signingKeyOf(secrets))
      return { token, expiresAt }
    }
  }
}
