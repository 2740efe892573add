import { z } from 'zod'
import { id, instant, name, version } from '../primitives.ts'
import { scope, scopesWithinDepartments } from '../scope.ts'

/** The prefix of all service account tokens, by which people and secret scanners recognise a leaked one. */
export const SERVICE_ACCOUNT_TOKEN_PREFIX = 'si_sa_'

const distinct = (values: readonly string[]) => new Set(values).size === values.length
const fields = z.strictObject({
  name,
  /** At least one, except for a bot, which may do what agents may. */
  scopes: z.array(scope).refine(distinct, 'must not repeat a scope').default([]),
  /** The bot that it acts as, with the bot's status, conversations and departments. */
  botId: id.optional(),
  /** Limits what it sees and does to these departments. Default: all. */
  departmentIds: z.array(id).min(1).max(200).refine(distinct, 'must not repeat a department').optional()
})
const checked = fields.check(({ value: { scopes, departmentIds, botId }, issues }) => {
  const wrong = (path: string, input: unknown, message: string) =>
    issues.push({ code: 'custom', input, path: [path], message })
  if (botId === undefined && scopes.length === 0)
    issues.push({ code: 'too_small', origin: 'array', minimum: 1, inclusive: true, input: scopes, path: ['scopes'] })
  if (botId !== undefined && scopes.length > 0)
    wrong('scopes', scopes, 'must be empty for a bot, which may do what agents may')
  if (botId !== undefined && departmentIds)
    wrong('departmentIds', departmentIds, 'must not be given for a bot, which has its own departments')
  for (const [index, each] of (departmentIds ? scopes : []).entries())
    if (!scopesWithinDepartments.includes(each))
      issues.push({
        code: 'custom',
        input: scopes,
        path: ['scopes', index],
        message: 'cannot be limited to departments'
      })
})
export const serviceAccountFields = checked.meta({ examples: [{ name: 'CRM sync', scopes: ['contacts:read'] }] })
export type ServiceAccountFields = z.infer<typeof serviceAccountFields>

/** A program that calls with its own token. */
export const serviceAccount = fields.extend({
  id,
  version,
  /** False once it is revoked, which is final. */
  active: z.boolean(),
  /** The last characters of its token. */
  hint: z.string(),
  createdAt: instant,
  /** Accurate to the minute. */
  lastUsedAt: instant.optional()
})
export type ServiceAccount = z.infer<typeof serviceAccount>

/** A service account as gateways need it: with the SHA-256 (hex) of its token. */
export const serviceAccountWithKey = serviceAccount
  .pick({ id: true, version: true, name: true, active: true, scopes: true, departmentIds: true, botId: true })
  .extend({ sha256: z.string() })
export type ServiceAccountWithKey = z.infer<typeof serviceAccountWithKey>
