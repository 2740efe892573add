import { hash } from 'node:crypto'

/**
 * An identifier that follows from what it names: whoever derives it again gets the same one. After the prefix 162 bits of
 * SHA-256; stored documents have such identifiers, so this never changes.
 */
export const derivedId = (prefix: 'con' | 'conv' | 'msg' | 'note' | 'read', ...names: string[]): string =>
  `${prefix}_${hash('sha256', names.join('\n'), 'base64url').slice(0, 27)}`

/** Our id of a message that its provider calls so: the same for every repetition, different between channels. */
export const messageIdOf = (channelId: string, providerMessageId: string): string =>
  derivedId('msg', channelId, providerMessageId)
