import { derivedId } from '@inbox/kernel/derived-id'

/** Our id of a provider's message: the same for every repetition, different between channels. */
export const messageIdOf = (channelId: string, providerMessageId: string): string =>
  derivedId('msg', channelId, providerMessageId)
