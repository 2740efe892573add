import { acceptedOf } from '@inbox/kernel'
import { BadEnvironment, baseConfig, days, list, mongoConfig, port, readEnvironment, secrets } from '@inbox/runtime'
import { z } from 'zod'
import type { OidcConfig } from './outbound/identity-provider.ts'
import type { Vapid } from './outbound/push-service.ts'

/** 32 bytes in Base64; several separated by commas, like other secrets. */
const settingsKeys = z
  .string()
  .refine(
    text => acceptedOf(text).every(key => Buffer.from(key, 'base64').length === 32),
    'must be 32 bytes in Base64: openssl rand -base64 32'
  )

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    DIRECTORY_PORT: port(4106),
    ACCESS_TOKEN_SECRET: secrets,
    /** Encrypts the secrets among channel settings. */
    SETTINGS_KEY: settingsKeys,
    ACCESS_TOKEN_SECONDS: z.coerce.number().int().positive().default(900),
    REFRESH_TOKEN_SECONDS: z.coerce.number().int().positive().default(1_209_600),
    /** The administrator created by the first start; it has no password without ADMIN_PASSWORD or `ops password`. */
    ADMIN_EMAIL: z.email().default('admin@example.com'),
    ADMIN_PASSWORD: z.string().min(10).max(200).optional(),
    /**
     * log2 of scrypt's rounds: one more doubles a sign-in's time and memory. Below 14 only if nothing needs to be safe.
     */
    PASSWORD_HASH_COST: z.coerce.number().int().min(8).max(20).default(14),
    /** Private networks that webhooks may lead to: addresses, networks, `loopback`, `uniquelocal`. */
    OUTBOUND_ALLOWED_NETWORKS: list.default([]),
    /** Signs browser notifications: 32 bytes in base64url, several separated by commas. Without it there are none. */
    VAPID_PRIVATE_KEY: z
      .string()
      .regex(/^[\w-]{43}(,[\w-]{43})*$/, 'must be 32 bytes in base64url')
      .optional(),
    /** Where the operators of push services can reach us. Default: ADMIN_EMAIL. */
    VAPID_SUBJECT: z.url({ protocol: /^(https|mailto)$/ }).optional(),
    /** How long the audit is kept; forever unless set. */
    RETENTION_AUDIT_DAYS: days.optional(),
    /** Signing in at an identity provider (OpenID Connect); off without an issuer. */
    OIDC_ISSUER: z.url().optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** `https://<gateway>/v1/auth/oidc/callback` */
    OIDC_REDIRECT_URL: z.url().optional(),
    /** The label of the button. */
    OIDC_NAME: z.string().min(1).max(60).default('OpenID Connect')
  })

export type Config = ReturnType<typeof readConfig>

/** How browsers are notified; undefined if they are not. */
export const vapidOf = ({ VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT, ADMIN_EMAIL }: Config): Vapid | undefined =>
  privateKey === undefined ? undefined : { privateKey, subject: VAPID_SUBJECT ?? `mailto:${ADMIN_EMAIL}` }

/** The identity provider, if one is configured; throws BadEnvironment if the configuration is incomplete. */
export function oidcConfigOf(config: Config): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_NAME: name, NODE_ENV } = config
  if (issuer === undefined) return undefined
  const [clientId, clientSecret, redirectUrl] = (
    ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_REDIRECT_URL'] as const
  ).map(variable => {
    const value = config[variable]
    if (value === undefined) throw new BadEnvironment(`${variable}: is required with OIDC_ISSUER`)
    return value
  }) as [string, string, string]
  return { issuer, clientId, clientSecret, redirectUrl, name, insecure: NODE_ENV !== 'production' }
}
