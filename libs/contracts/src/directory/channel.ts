import { z } from 'zod'
import { id, name, priority, version } from '../primitives.ts'
import { capabilities } from './capabilities.ts'
import { type ChannelKind, channelKind } from './channel-kind.ts'

/** The media that channels stand for to people: `api` ones may be any of them. */
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
 * When a conversation on the channel can no longer be answered: `window` = some hours after the contact's last
 * message (without `hours`: the installation's default, WhatsApp's 24), `attended` = only while somebody is there, `none` = never.
 */
export const sessionRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('window'), hours: z.number().positive().max(8760).optional() }),
  z.strictObject({ kind: z.literal('attended') }),
  z.strictObject({ kind: z.literal('none') })
])
export type SessionRule = z.infer<typeof sessionRule>

/** The rule a channel has when its administrator chose none. */
export const defaultSessionRule: Record<ChannelKind, SessionRule> = {
  whatsapp: { kind: 'window' },
  webchat: { kind: 'attended' },
  email: { kind: 'none' },
  api: { kind: 'none' }
}

/** Its name was judged when it was given. */
export const channelRef = z.object({ id, kind: channelKind, name: z.string() })
export type ChannelRef = z.infer<typeof channelRef>

export const channelFields = z.strictObject({
  kind: channelKind,
  name,
  /** Without it, that of its kind. */
  icon: channelIcon.optional(),
  departmentId: id,
  session: sessionRule.optional(),
  /** Of new conversations on it; without it, that of their department. */
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

/** Of a valid key: its SHA-256 in hexadecimal. */
export const keyHash = z.object({ id, sha256: z.string().length(64), expiresAt: z.iso.datetime().optional() })

/** What a channel is reached with at its provider, secrets included: for channel-adapters alone. */
export const channelAccount = channelFields
  .pick({ kind: true, departmentId: true, settings: true, active: true })
  .extend({ id, version, keys: z.array(keyHash).optional() })
export type ChannelAccount = z.infer<typeof channelAccount>

/** A channel as its administrators see it, of its keys only the last characters; to others settings and keys look empty. */
export const channel = channelFields.extend({
  id,
  version,
  session: sessionRule,
  capabilities,
  keys: z.array(z.object({ id, hint: z.string(), createdAt: z.iso.datetime(), expiresAt: z.iso.datetime().optional() }))
})
export type Channel = z.infer<typeof channel>
