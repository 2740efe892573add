import { z } from 'zod'

/** Permissions of service accounts; each operation states which one it requires. */
export const scope = z.enum([
  'conversations:read',
  'conversations:write',
  'contacts:read',
  'contacts:write',
  'directory:read',
  'presence:write',
  'reports:read',
  'administration:read',
  'administration:write'
])
export type Scope = z.infer<typeof scope>

/** Scopes that can be limited to departments; accounts then see and do what an agent of these departments could. */
export const scopesWithinDepartments: readonly Scope[] = [
  'conversations:read',
  'conversations:write',
  'contacts:read',
  'contacts:write',
  'directory:read'
]
