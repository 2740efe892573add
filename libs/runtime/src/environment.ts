import { readFileSync } from 'node:fs'
import { acceptedOf } from '@inbox/kernel'
import { z } from 'zod'

/** Lists what is wrong with the environment; each line names its variable. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment'
}

/** The port a service listens on; 0 = any free one. */
export const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard)

/** One secret or several (see `acceptedOf` of the kernel), each of at least 32 characters. */
export const secrets = z
  .string()
  .refine(
    text => acceptedOf(text).every(({ length }) => length >= 32),
    'must have at least 32 characters; separate several with commas'
  )

/**
 * Settings of every service. `METRICS_PORT` serves /metrics instead of the service's own port. `SERVICE_AUTH=loopback`
 * trusts callers on this machine and is refused in production.
 */
export const baseConfig = {
  HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  RABBITMQ_URL: z.string().min(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
  SERVICE_TOKEN_SECRET: secrets,
  SERVICE_AUTH: z.enum(['required', 'loopback']).default('required')
} as const

/** Several values, separated by commas. */
export const list = z.string().transform(text => text.split(',').filter(Boolean))

/** Additional settings of services that are reached from outside. */
export const publicConfig = {
  /** Proxies trusted to name the caller's address: addresses, networks, or `loopback`, separated by commas. */
  TRUSTED_PROXIES: list.default([]),
  /** How many connections one address, which may be a whole company's, may have open at once. */
  CONNECTIONS_PER_ADDRESS: z.coerce.number().int().positive().default(10_000)
} as const

/** Additional settings of services that hand out addresses of files: their base URL, and the secret that signs them. */
export const mediaConfig = {
  MEDIA_PUBLIC_URL: z.url().default('http://127.0.0.1:4108'),
  MEDIA_SECRET: secrets
} as const

/** Additional settings of services with a database; each has its own, named prefix + service. */
export const mongoConfig = {
  MONGODB_URL: z.string().min(1),
  MONGODB_DATABASE_PREFIX: z
    .string()
    .regex(/^\w{0,40}$/)
    .default('inbox')
} as const

/**
 * Reads `shape` from the environment into a frozen object. Instead of `NAME`, `NAME_FILE` may name a file that holds
 * the value (as orchestrators mount secrets). Throws BadEnvironment naming each missing or invalid variable.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: NodeJS.ProcessEnv = process.env
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const values: Record<string, string | undefined> = {}
  const unreadable = new Map<string, string>()
  for (const name of Object.keys(shape)) {
    try {
      values[name] = settingOf(name, env)
    } catch (error) {
      unreadable.set(name, `cannot read the file named by ${name}_FILE: ${(error as Error).message}`)
    }
  }
  const parsed = z.object(shape).safeParse(values)
  const wrong = parsed.error?.issues.map(({ path, message }) => [String(path[0]), path.join('.'), message] as const)
  const lines = [
    ...Array.from(unreadable, ([name, reason]) => `  ${name}: ${reason}`),
    ...(wrong ?? [])
      .filter(([name]) => !unreadable.has(name))
      .map(([name, path, message]) => `  ${path}: ${values[name] === undefined ? 'is not set' : message}`)
  ]
  if (!parsed.success || lines.length > 0) throw new BadEnvironment(`Invalid environment:\n${lines.join('\n')}`)
  const config: Record<string, unknown> = parsed.data
  if (config.NODE_ENV === 'production' && config.SERVICE_AUTH === 'loopback') {
    throw new BadEnvironment(
      'SERVICE_AUTH: loopback is for development only; production requires signed service tokens'
    )
  }
  return Object.freeze(parsed.data)
}

/** Empty counts as unset: compose files and manifests often declare variables without filling them. */
function settingOf(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = env[`${name}_FILE`]
  const value = env[name] || (file && readFileSync(file, 'utf8').trim())
  return value || undefined
}
