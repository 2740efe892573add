import { z } from 'zod'
import { id, name, priority, version } from '../primitives.ts'
import { capabilities } from './capabilities.ts'
import { type ChannelKind, channelKind } from './channel-kind.ts'

/** The medium that people see in a channel; an `api` channel may be any of them. */
export const channelIcon = z.enum([
  ...channelKind.options,
  'instagram',
  'messenger',
  'telegram',
  'sms',
  'phone',
  'x',
  'wechat',
  'line',
  'teams',
  'slack',
  'discord',
  'tiktok',
  'website'
])
export type ChannelIcon = z.infer<typeof channelIcon>

/**
 * When conversations on the channel can no longer be answered: `window` = some hours after the contact's last message
 * (`hours` defaults to the installation's setting, WhatsApp's 24), `attended` = once nobody is there, `none` =
 * never.
 */
export const sessionRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('window'), hours: z.number().positive().max(8760).optional() }),
  z.strictObject({ kind: z.literal('attended') }),
  z.strictObject({ kind: z.literal('none') })
])
export type SessionRule = z.infer<typeof sessionRule>

/** A channel's rule if its administrator chose none. */
export const defaultSessionRule: Record<ChannelKind, SessionRule> = {
  whatsapp: { kind: 'window' },
  webchat: { kind: 'attended' },
  email: { kind: 'none' },
  api: { kind: 'none' }
}

/** The name was validated when it was given. */
export const channelRef = z.object({ id, kind: channelKind, name: z.string() })
export type ChannelRef = z.infer<typeof channelRef>

export const channelFields = z.strictObject({
  kind: channelKind,
  name,
  /** Default: that of its kind. */
  icon: channelIcon.optional(),
  departmentId: id,
  session: sessionRule.optional(),
  /** The priority of new conversations on it. Default: their department's. */
  priority: priority.optional(),
  settings: z
    .record(
      z.string().regex(/^[a-z]\w{0,59}$/i),
      // an object stands for a secret that is set
      z.union([z.string().max(4000), z.number(), z.boolean(), z.strictObject({ set: z.literal(true) })])
    )
    .default({}),
  active: z.boolean().default(true)
})
export type ChannelFields = z.infer<typeof channelFields>

/** A valid key's SHA-256 in hexadecimal. */
export const keyHash = z.object({ id, sha256: z.string().length(64), expiresAt: z.iso.datetime().optional() })

/** A channel's account at its provider, including secrets: for channel-adapters only. */
export const channelAccount = channelFields
  .pick({ kind: true, departmentId: true, settings: true, active: true })
  .extend({ id, version, keys: z.array(keyHash).optional() })
export type ChannelAccount = z.infer<typeof channelAccount>

/** A channel as administrators see it, with only the last characters of its keys; others see no settings or keys. */
export const channel = channelFields.extend({
  id,
  version,
  session: sessionRule,
  capabilities,
  keys: z.array(z.object({ id, hint: z.string(), createdAt: z.iso.datetime(), expiresAt: z.iso.datetime().optional() }))
})
export type Channel = z.infer<typeof channel>
