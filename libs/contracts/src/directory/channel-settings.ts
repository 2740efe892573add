import { plainLine } from '@inbox/kernel'
import { z } from 'zod'
import { email, label, url, visibleText } from '../primitives.ts'
import { templateText } from './canned-reply.ts'
import { type ChannelFields, channelFields } from './channel.ts'
import type { ChannelKind } from './channel-kind.ts'

/** Stands for a secret that is set: people see nothing else of it, and keep it by sending this back. */
export const secretIsSet = z.strictObject({ set: z.literal(true) })
/** By the Standard Webhooks specification: 24 to 64 bytes. */
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z\d+/]{32,88}={0,2}$/, 'must be whsec_ followed by 24 to 64 bytes in Base64')
/** Credentials and the like are not cleaned up: they work as they are, or not at all. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .refine(given => given === plainLine(given), 'must be one line without hidden characters')
/** A key pasted as one line has lost its line breaks, but is just as valid. */
const rsaKey = z
  .string()
  .trim()
  .max(4000)
  .overwrite(pem => pem.replace(/\s*[\r\n]\s*/g, ''))
  .regex(
    /^-----BEGIN (RSA )?PRIVATE KEY-----[A-Za-z\d+/]{300,}={0,2}-----END \1PRIVATE KEY-----$/,
    'must be an unencrypted RSA private key in PEM format'
  )
const dnsLabels = z
  .string()
  .regex(/^[a-z\d]([a-z\d._-]{0,60}[a-z\d])?$/i, 'must consist of letters, digits, hyphens and dots')
const digits = z.string().regex(/^\d{1,30}$/, 'must be digits')
const host = z.string().regex(/^(?=.{1,253}$)[a-z\d]([a-z\d.-]*[a-z\d])?$/i, 'must be a host name or address')
const port = z.int().min(1).max(65_535)
const domains = text.regex(/^[a-z\d.*-]+(\s*,\s*[a-z\d.*-]+)*$/i, 'must be domains, separated by commas')
const ids = text.regex(/^[\w-]+(,[\w-]+)*$/, 'must be department ids, separated by commas')
const color = z.string().regex(/^#[\da-f]{6}$/i, 'must be a colour such as #1a73e8')

/** How people enter a setting; `secret`: it is never shown again. */
export type SettingControl = 'text' | 'lines' | 'number' | 'boolean' | 'color' | 'departments' | 'secret'

/** A setting in a form: in a `group` of related ones; `standard` is its default. */
export interface SettingField<Schema extends z.ZodType = z.ZodType, Group extends string = string> {
  group: Group
  control: SettingControl
  schema: Schema
  standard?: string | number | boolean
}

const field =
  (control: Exclude<SettingControl, 'secret'>) =>
  <Group extends string, Schema extends z.ZodType>(
    group: Group,
    schema: Schema,
    standard?: z.input<Schema>
  ): SettingField<Schema, Group> => ({
    group,
    control,
    schema,
    ...(standard !== undefined && { standard: standard as string | number | boolean })
  })
const line = field('text')
const lines = field('lines')
const number = field('number')
const flag = <Group extends string>(group: Group, standard?: boolean) => field('boolean')(group, z.boolean(), standard)
const secret = <Group extends string, Schema extends z.ZodType>(group: Group, schema: Schema) => ({
  group,
  control: 'secret' as const,
  schema: z.union([schema, secretIsSet])
})

/**
 * The settings for each kind of channel, in the order of its form; flat, as text, number or boolean. All are optional:
 * a channel can exist before its account at the provider does.
 */
export const settingFields = {
  whatsapp: {
    phoneNumberId: line('account', digits),
    businessAccountId: line('account', digits),
    accessToken: secret('account', text),
    appSecret: secret('receiving', text),
    verifyToken: secret('receiving', text),
    /** Customers see what has been read, and that somebody is typing. */
    readMarks: flag('answering', true),
    apiVersion: line('advanced', z.string().regex(/^v\d{1,3}\.\d{1,2}$/, 'must be a version such as v24.0')),
    baseUrl: line('advanced', url)
  },
  webchat: {
    title: line('appearance', label(100)),
    greeting: lines('appearance', visibleText(1000)),
    color: field('color')('appearance', color),
    askName: flag('asking'),
    askEmail: flag('asking'),
    askPhone: flag('asking'),
    /** Visitors choose one of these before a chat begins; at least two. */
    askDepartment: field('departments')('asking', ids),
    /** What visitors have to agree to before they write; URLs in it become links. */
    askConsent: lines('asking', visibleText(1000)),
    allowedDomains: line('website', domains),
    identityKey: secret('website', text)
  },
  email: {
    address: line('mailbox', email),
    name: line('mailbox', label(200)),
    aliases: line('mailbox', text),
    imapHost: line('receiving', host),
    imapPort: number('receiving', port, 993),
    imapSecure: flag('receiving', true),
    imapUser: line('receiving', text),
    imapPassword: secret('receiving', text),
    smtpHost: line('sending', host),
    smtpPort: number('sending', port, 465),
    smtpSecure: flag('sending', true),
    smtpUser: line('sending', text),
    smtpPassword: secret('sending', text),
    /** Replies go to their thread's address, `name+thread@…`; only for servers that deliver those to the mailbox. */
    threadAddress: flag('sending'),
    /** Mails are signed (DKIM) once there is a key; the domain defaults to that of the address. */
    dkimSelector: line('sending', dnsLabels),
    dkimDomain: line('sending', host),
    dkimKey: secret('sending', rsaKey),
    /** Goes below what an agent writes; `{{agent.name}}` is the agent. */
    signature: lines('texts', templateText),
    /** Sent to whoever begins a thread; `{{referenceNumber}}` is the case number. */
    autoReply: lines('texts', templateText)
  },
  /** Answers are posted to `callbackUrl`, signed with `secret`; without an address they wait. */
  api: { callbackUrl: line('answers', url), secret: secret('answers', webhookSecret) }
} satisfies Record<ChannelKind, Record<string, SettingField>>

const schemaOf = <Fields extends Record<string, SettingField>>(fields: Fields) =>
  z.strictObject(
    Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema.optional()])) as {
      [Name in keyof Fields]: z.ZodOptional<Fields[Name]['schema']>
    }
  )
export const channelSettings = {
  whatsapp: schemaOf(settingFields.whatsapp),
  webchat: schemaOf(settingFields.webchat),
  email: schemaOf(settingFields.email),
  api: schemaOf(settingFields.api)
} satisfies Record<ChannelKind, z.ZodType<Partial<ChannelFields['settings']>>>

const ofEachKind = <Value>(pick: (fields: [name: string, field: SettingField][]) => Value) =>
  Object.fromEntries(
    Object.entries(settingFields).map(([kind, fields]) => [kind, pick(Object.entries(fields))])
  ) as Record<ChannelKind, Value>

/** The secret settings of each kind, which nobody is shown. */
export const secretSettings: Readonly<Record<ChannelKind, readonly string[]>> = ofEachKind(fields =>
  fields.filter(([, { control }]) => control === 'secret').map(([name]) => name)
)

/** The default settings of each kind. */
export const standardSettings: Readonly<Record<ChannelKind, ChannelFields['settings']>> = ofEachKind(fields =>
  Object.fromEntries(fields.flatMap(([name, { standard }]) => (standard === undefined ? [] : [[name, standard]])))
)

/** A channel to be written; channels stored by former versions may have unknown settings. */
export const writtenChannel = channelFields.check(context => {
  const { kind, settings } = context.value
  const parsed = channelSettings[kind].safeParse(settings)
  if (parsed.success) {
    context.value = { ...context.value, settings: parsed.data as ChannelFields['settings'] }
    return
  }
  const issue = (path: PropertyKey[], message: string) =>
    context.issues.push({ code: 'custom', input: settings, path: ['settings', ...path], message })
  for (const found of parsed.error.issues) {
    if (found.code !== 'unrecognized_keys') issue(found.path, found.message)
    else for (const key of found.keys) issue([key], `is not a setting of ${kind} channels`)
  }
})
