import type { Channel, ChannelFields, ChannelWithKeys, SessionRule } from '@inbox/contracts'
import { isValidAt, type KeyRecord } from './api-keys.ts'
import { Hidden } from './changes.ts'
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

/** A channel as everybody else sees it: settings may hold secrets of a provider. */
export const withoutSecrets = (channel: Channel): Channel => ({ ...channel, settings: {}, keys: [] })

/** A channel as channel-ingest needs it: with the hashes of its keys. */
export const channelWithKeysOf = ({ _id, version, fields, keys }: ChannelDocument): ChannelWithKeys => ({
  ...fields,
  id: _id,
  version,
  keys: keys.map(({ id, sha256, expiresAt }) => ({ id, sha256, ...(expiresAt && { expiresAt }) }))
})

/** What audits may show of a channel: any text among its settings may be a provider's secret. */
export const auditedChannel = ({ fields, keys }: ChannelDocument) => ({
  ...fields,
  settings: Object.fromEntries(
    Object.entries(fields.settings).map(([name, value]) => [
      name,
      typeof value === 'string' ? new Hidden(value) : value
    ])
  ),
  keys: Object.fromEntries(keys.map(({ id, hint, expiresAt }) => [id, { hint, expiresAt }]))
})
