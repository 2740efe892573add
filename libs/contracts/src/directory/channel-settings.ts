import { plainLine } from '@inbox/kernel'
import { z } from 'zod'
import { email, label, url, visibleText } from '../primitives.ts'
import { type ChannelFields, type ChannelKind, channelFields } from './channel.ts'

/** Stands for a secret that is set: people see nothing else of it, and leave it as it is by sending this back. */
export const secretIsSet = z.strictObject({ set: z.literal(true) })
const secret = <Given extends z.ZodType>(given: Given) => z.union([given, secretIsSet])
/** Of the Standard Webhooks specification: 24 to 64 bytes. */
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z\d+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in Base64')
/** Credentials and the like are not mended: they work as they are, or not at all. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .refine(given => given === plainLine(given), 'must be one line with nothing hidden in it')
const digits = z.string().regex(/^\d{1,30}$/, 'must be digits')
const host = z.string().regex(/^(?=.{1,253}$)[a-z\d]([a-z\d.-]*[a-z\d])?$/i, 'must be the name or address of a host')
const port = z.int().min(1).max(65_535)
const domains = text.regex(/^[a-z\d.*-]+(\s*,\s*[a-z\d.*-]+)*$/i, 'must be domains, separated by commas')
const color = z.string().regex(/^#[\da-f]{6}$/i, 'must be a colour such as #1a73e8')

/**
 * What can be set for a channel of each kind; flat, as text, number or boolean. All of it may be missing: a channel can be
 * there before its account at the provider is.
 */
export const channelSettings = {
  whatsapp: z.strictObject({
    phoneNumberId: digits.optional(),
    businessAccountId: digits.optional(),
    apiVersion: z
      .string()
      .regex(/^v\d{1,3}\.\d{1,2}$/, 'must be a version such as v24.0')
      .optional(),
    accessToken: secret(text).optional(),
    appSecret: secret(text).optional(),
    verifyToken: secret(text).optional(),
    baseUrl: url.optional()
  }),
  webchat: z.strictObject({
    allowedDomains: domains.optional(),
    identityKey: secret(text).optional(),
    title: label(100).optional(),
    greeting: visibleText(1000).optional(),
    color: color.optional(),
    askName: z.boolean().optional(),
    askEmail: z.boolean().optional()
  }),
  email: z.strictObject({
    address: email.optional(),
    name: label(200).optional(),
    aliases: text.optional(),
    imapHost: host.optional(),
    imapPort: port.optional(),
    imapSecure: z.boolean().optional(),
    imapUser: text.optional(),
    imapPassword: secret(text).optional(),
    smtpHost: host.optional(),
    smtpPort: port.optional(),
    smtpSecure: z.boolean().optional(),
    smtpUser: text.optional(),
    smtpPassword: secret(text).optional(),
    signature: visibleText(4000).optional(),
    autoReply: visibleText(4000).optional()
  }),
  /** Answers are posted to `callbackUrl`, signed with `secret`; without an address they wait. */
  api: z.strictObject({ callbackUrl: url.optional(), secret: secret(webhookSecret).optional() })
} satisfies Record<ChannelKind, z.ZodType<Partial<ChannelFields['settings']>>>

/** What nobody is shown, of each kind. */
export const secretSettings: Readonly<Record<ChannelKind, readonly string[]>> = {
  whatsapp: ['accessToken', 'appSecret', 'verifyToken'],
  webchat: ['identityKey'],
  email: ['imapPassword', 'smtpPassword'],
  api: ['secret']
}

/** A channel as it is written: stored ones of former versions may have settings that are not known. */
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
