import { acceptedOf, currentOf } from '@inbox/kernel'
import { type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'

const keyOf = (secret: string) => new TextEncoder().encode(secret)

/** The key that new tokens are signed with. */
export const signingKeyOf = (secrets: string): Uint8Array => keyOf(currentOf(secrets))

/** Each token is used for many calls, and verifying it takes longer than answering most of them. */
const verified = new LRUCache<string, JWTVerifyResult>({ max: 2000 })

/** Verifies a token signed with any of the secrets; rejects like `jwtVerify` for every other. */
export async function verifyToken(token: string, secrets: string, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  const asked = JSON.stringify([token, secrets, options])
  const known = verified.get(asked)
  if (known && isCurrent(known, options)) return known
  const result = await verifyWithAny(token, secrets, options)
  verified.set(asked, result)
  return result
}

/** Once verified, a token can only expire. */
const isCurrent = ({ payload: { exp = 0 } }: JWTVerifyResult, { clockTolerance = 0 }: JWTVerifyOptions) =>
  exp > Math.floor(Date.now() / 1000) - Number(clockTolerance)

async function verifyWithAny(token: string, secrets: string, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  let failure: unknown
  for (const secret of acceptedOf(secrets)) {
    try {
      return await jwtVerify(token, keyOf(secret), options)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
