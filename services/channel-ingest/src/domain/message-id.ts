import { createHash } from 'node:crypto'

/** Our id of a provider's message: the same for every repetition, different between channels. */
export const messageIdOf = (channelId: string, providerMessageId: string): string =>
  `msg_${createHash('sha256').update(`${channelId}\n${providerMessageId}`).digest('base64url').slice(0, 27)}`
