import { hash } from 'node:crypto'
import type { Authenticate } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import type { Directory } from '../outbound/directory.ts'

/** Recognises a channel by its API key. Keys have 256 random bits, so their plain SHA-256 is safe to keep and to look up. */
export const createChannelCallers =
  (directory: Pick<Directory, 'channelByKey' | 'ready'>): Authenticate =>
  async authorization => {
    const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
    if (!key) return null
    const sha256 = hash('sha256', key)
    const channel = directory.channelByKey(sha256)
    if (!channel && !directory.ready()) throw new Retryable('the channels and their keys are not known yet')
    const expiresAt = channel?.keys.find(each => each.sha256 === sha256)?.expiresAt
    const expired = expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()
    return channel?.active && !expired ? { kind: 'channel', id: channel.id } : null
  }
