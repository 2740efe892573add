import { hash } from 'node:crypto'
import { type Authenticate, byService, createServiceCallers } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import type { Directory } from '../outbound/directory.ts'

type Channels = Pick<Directory, 'channel' | 'channelByKey' | 'ready'>

/**
 * Recognises a channel by its API key; and channel-adapters, which runs our own adapters, by its service token and the
 * channel that it names. Keys have 256 random bits, so it is safe to store and look up their plain SHA-256.
 */
export function createChannelCallers(directory: Channels, secrets: string): Authenticate {
  const byServiceToken = createServiceCallers(secrets, 'required')
  /** Hashes of keys that channels have; whether they still have them is checked on every call. */
  const hashes = new Map<string, string>()
  return async (authorization, remoteAddress, headers = {}) => {
    const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
    if (!key) return null
    const named = headers['x-channel-id']
    if (typeof named === 'string') {
      const caller = await byServiceToken(authorization, remoteAddress)
      if (caller?.kind !== 'service' || caller.name !== 'channel-adapters') return null
      const own = directory.channel(named)
      if (!own && !directory.ready()) throw new Retryable('the channels are not known yet')
      return own?.active ? byService({ kind: 'channel', id: own.id }) : null
    }
    const sha256 = hashes.get(key) ?? hash('sha256', key)
    const channel = directory.channelByKey(sha256)
    if (channel) hashes.set(key, sha256)
    else hashes.delete(key)
    if (!channel && !directory.ready()) throw new Retryable('the channels and their keys are not known yet')
    const expiresAt = channel?.keys.find(each => each.sha256 === sha256)?.expiresAt
    const expired = expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()
    return channel?.active && !expired ? { kind: 'channel', id: channel.id } : null
  }
}
