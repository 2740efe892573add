import { createHmac, timingSafeEqual } from 'node:crypto'

/** 96 bits: impossible to guess, yet the address stays short enough to read. */
const MAC_BYTES = 12

const macOf = (conversationId: string, secret: string) =>
  createHmac('sha256', secret).update(`rating ${conversationId}`).digest().subarray(0, MAC_BYTES)

const each = (secrets: string) => secrets.split(',')

/** Permits whoever has it to rate one conversation. Signed with the first of our secrets. */
export const ratingTokenOf = (conversationId: string, secrets: string): string =>
  `${conversationId}.${macOf(conversationId, each(secrets)[0]!).toString('base64url')}`

/** The conversation in a token signed with one of our secrets. */
export function ratedBy(token: string, secrets: string): string | undefined {
  const at = token.lastIndexOf('.')
  const [conversationId, mac] = [token.slice(0, at), Buffer.from(token.slice(at + 1), 'base64url')]
  const isOurs = (secret: string) => mac.length === MAC_BYTES && timingSafeEqual(mac, macOf(conversationId, secret))
  return at > 0 && each(secrets).some(isOurs) ? conversationId : undefined
}
