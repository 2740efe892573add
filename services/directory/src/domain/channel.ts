import type { Channel, ChannelFields, ChannelWithKeys, SessionRule } from '@inbox/contracts'
import { isValidAt, type KeyRecord } from './api-keys.ts'
import type { Listed } from './listed.ts'

export interface ChannelDocument extends Listed<Omit<ChannelFields, 'session'> & { session: SessionRule }> {
  keys: KeyRecord[]
}

/** A channel as administrators see it at `now`. */
export const channelOf = ({ _id, version, fields, keys }: ChannelDocument, now: Date): Channel => ({
  ...fields,
  id: _id,
  version,
  keys: keys.filter(key => isValidAt(key, now)).map(({ sha256: _, ...key }) => key)
})

/** A channel as channel-ingest needs it: with the hashes of its keys. */
export const channelWithKeysOf = ({ _id, version, fields, keys }: ChannelDocument): ChannelWithKeys => ({
  ...fields,
  id: _id,
  version,
  keys: keys.map(({ id, sha256, expiresAt }) => ({ id, sha256, ...(expiresAt && { expiresAt }) }))
})
