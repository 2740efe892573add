import { signingKeyOf, verifyToken } from '@inbox/http'
import { newId } from '@inbox/runtime'
import { SignJWT } from 'jose'
import { z } from 'zod'
import type { Visitor } from './visitor.ts'

const AUDIENCE = 'inbox-webchat'
/** From the last time that they were there. */
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
  /** Whoever brings it back is the same visitor, with what they told of themselves. */
  sign(visitor: Visitor): Promise<string>
  /** The visitor of a token of this channel; a new one for any other, or none. */
  visitorOf(channelId: string, token: string | undefined): Promise<Visitor>
  /** The visitor of a token of this channel; undefined for any other, or none. */
  knownBy(channelId: string, token: string | undefined): Promise<Visitor | undefined>
}

/** Tokens of visitors (HS256): nothing has to be kept of somebody who has not written. */
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
