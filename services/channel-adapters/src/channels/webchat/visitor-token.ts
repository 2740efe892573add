import { signingKeyOf, verifyToken } from '@inbox/http'
import { newId } from '@inbox/runtime'
import { SignJWT } from 'jose'
import { z } from 'zod'
import type { Visitor } from './visitor.ts'

const AUDIENCE = 'inbox-webchat'
/** Counted from their last visit. */
const LIFETIME = '400d'
const claims = z.object({
  sub: z.string(),
  channel: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  consentAt: z.string().optional()
})

export interface VisitorTokens {
  /** Whoever brings it back is the same visitor, with the details they gave. */
  sign(visitor: Visitor): Promise<string>
  /** The visitor in a token of this channel; for another token, or none, a new visitor. */
  visitorOf(channelId: string, token: string | undefined): Promise<Visitor>
  /** The visitor in a token of this channel; for another token, or none, undefined. */
  knownBy(channelId: string, token: string | undefined): Promise<Visitor | undefined>
}

/** Visitors' tokens (HS256): so nothing has to be stored about somebody who has not written. */
export function createVisitorTokens(secrets: string): VisitorTokens {
  const read = async (token: string) => {
    try {
      const { payload } = await verifyToken(token, secrets, { algorithms: ['HS256'], audience: AUDIENCE })
      return claims.safeParse(payload).data
    } catch {
      return undefined
    }
  }
  const knownBy = async (channelId: string, token: string | undefined): Promise<Visitor | undefined> => {
    const known = token === undefined ? undefined : await read(token)
    if (known?.channel !== channelId) return undefined
    const { sub, name, email, phone, consentAt } = known
    return { channelId, id: sub, name, email, phone, consentAt }
  }
  return {
    knownBy,
    sign: ({ id, channelId, name, email, phone, consentAt }) =>
      new SignJWT({ channel: channelId, name, email, phone, consentAt })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(signingKeyOf(secrets)),
    visitorOf: async (channelId, token) => (await knownBy(channelId, token)) ?? { channelId, id: newId() }
  }
}
