import { hash } from 'node:crypto'

/**
 * An identifier derived from what it names: deriving it again gives the same one. After the prefix it has 162 bits of
 * SHA-256. Stored documents have such identifiers, so this must never change.
 */
export const derivedId = (prefix: 'con' | 'conv' | 'msg' | 'note' | 'read', ...names: string[]): string =>
  `${prefix}_${hash('sha256', names.join('\n'), 'base64url').slice(0, 27)}`

/** Our id for a provider's message id: the same for every repetition, different between channels. */
export const messageIdOf = (channelId: string, providerMessageId: string): string =>
  derivedId('msg', channelId, providerMessageId)
