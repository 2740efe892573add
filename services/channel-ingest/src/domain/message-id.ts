import { hash } from 'node:crypto'

/** Our id of a provider's message: the same for every repetition, different between channels. */
export const messageIdOf = (channelId: string, providerMessageId: string): string =>
  `msg_${hash('sha256', `${channelId}\n${providerMessageId}`, 'base64url').slice(0, 27)}`
