import type { Capabilities, Channel, ChannelFields, ChannelWithKeys, SessionRule } from '@inbox/contracts'
import { isValidAt, type KeyRecord } from './api-keys.ts'
import { Hidden } from './changes.ts'
import type { Listed } from './listed.ts'
import { dropSecrets, maskSecrets, type SealedSettings } from './secret-settings.ts'

export interface ChannelDocument extends Listed<Omit<ChannelFields, 'session'> & { session: SessionRule }> {
  keys: KeyRecord[]
  /** Its secrets, encrypted; missing in documents stored by former versions. */
  sealed?: SealedSettings
}

/** What the channels of one kind have in common. */
interface OfKind {
  secrets: readonly string[]
  capabilities: Capabilities
}

/** A channel as administrators see it at `now`: its secrets appear only as set. */
export const channelOf = (
  { _id, version, fields, keys, sealed }: ChannelDocument,
  { secrets, capabilities }: OfKind,
  now: Date
): Channel => ({
  ...fields,
  settings: maskSecrets({ ...fields.settings, ...sealed }, secrets),
  id: _id,
  version,
  capabilities,
  keys: keys.filter(key => isValidAt(key, now)).map(({ sha256: _, ...key }) => key)
})

/** What agents' mails contain anyway, so that every recipient can read it. */
const IN_MAILS = new Set(['address', 'aliases', 'signature'])

/** A channel as everybody else sees it: all other settings are for administrators only. */
export const forAgents = (channel: Channel): Channel => {
  const seen = Object.entries(channel.settings).filter(([name]) => IN_MAILS.has(name))
  return { ...channel, settings: Object.fromEntries(seen), keys: [] }
}

/** A channel as published to other services: with the hashes of its keys, without its secrets. */
export const channelWithKeysOf = (
  { _id, version, fields, keys }: ChannelDocument,
  secrets: readonly string[]
): ChannelWithKeys => ({
  ...fields,
  settings: dropSecrets(fields.settings, secrets),
  id: _id,
  version,
  keys: hashesOf(keys)
})

const hashesOf = (keys: readonly KeyRecord[]) =>
  keys.map(({ id, sha256, expiresAt }) => ({ id, sha256, ...(expiresAt && { expiresAt }) }))

/** Everything needed to call a channel's provider, for the one service that does. */
export const channelAccountOf = (
  { _id, version, keys, fields: { kind, departmentId, active, settings }, sealed = {} }: ChannelDocument,
  open: (sealed: string, name: string) => string
) => ({
  id: _id,
  version,
  kind,
  departmentId,
  active,
  keys: hashesOf(keys),
  settings: {
    ...settings,
    ...Object.fromEntries(Object.entries(sealed).map(([name, value]) => [name, open(value, name)]))
  }
})

/** What audits may show of a channel; any text among its settings may be a provider's secret. */
export const auditedChannel = ({ fields, keys, sealed }: ChannelDocument) => ({
  ...fields,
  settings: Object.fromEntries(
    Object.entries({ ...fields.settings, ...sealed }).map(([name, value]) => [
      name,
      typeof value === 'string' ? new Hidden(value) : value
    ])
  ),
  keys: Object.fromEntries(keys.map(({ id, hint, expiresAt }) => [id, { hint, expiresAt }]))
})
