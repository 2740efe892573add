import { acceptedOf, currentOf } from '@inbox/kernel'
import { type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose'

const keyOf = (secret: string) => new TextEncoder().encode(secret)

/** The key that new tokens are signed with. */
export const signingKeyOf = (secrets: string): Uint8Array => keyOf(currentOf(secrets))

/** Verifies a token signed with any of the secrets; rejects like `jwtVerify` for every other. */
export async function verifyToken(token: string, secrets: string, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
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
