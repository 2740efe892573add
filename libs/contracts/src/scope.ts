import { z } from 'zod'

/** What a service account may be given; each operation says which of them it takes. */
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

/** Those that may be bounded to departments: who has them then sees and does what an agent of these departments might. */
export const scopesWithinDepartments: readonly Scope[] = [
  'conversations:read',
  'conversations:write',
  'contacts:read',
  'contacts:write',
  'directory:read'
]
