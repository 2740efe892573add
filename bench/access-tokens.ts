import { createHmac } from 'node:crypto'
import { accessTokenRules } from '@inbox/contracts'

/** The secret of systems whose agents sign in with `tokenOf`, so that they need not be registered. */
export const ACCESS_TOKEN_SECRET = 'a secret of some length that only benches know'

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An access token like those that the directory issues. */
export function tokenOf(n: number, departmentId: string): string {
  const { algorithm, issuer, audience } = accessTokenRules
  const who = { name: `Agent ${n}`, role: 'agent', departmentIds: [departmentId], version: 1 }
  const claims = { sub: `agent-${n}`, iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1000) + 3600, ...who }
  const signed = `${encoded({ alg: algorithm })}.${encoded(claims)}`
  return `${signed}.${createHmac('sha256', ACCESS_TOKEN_SECRET).update(signed).digest('base64url')}`
}
