import { randomBytes } from 'node:crypto'
import { ok } from '@inbox/kernel'
import { BadEnvironment, newId } from '@inbox/runtime'
import { agentContent } from '../domain/agent.ts'
import { theDirectory } from '../domain/audit-entry.ts'
import { refuseWeakPassword } from '../domain/password-strength.ts'
import type { Agents } from '../store/agents.ts'
import type { Passwords } from './passwords.ts'

/** Until it is replaced: whoever reads the logs of a first start must find nothing that is good for long. */
const ONE_TIME_MS = 365 * 86_400_000

/**
 * Creates an administrator when there is none who could sign in. A password nobody chose is for one time, and passed to `tell`.
 * Of several processes that start together the unique e-mail lets one create.
 */
export async function ensureFirstAdministrator(
  agents: Pick<Agents, 'add' | 'activeAdministrator'>,
  passwords: Passwords,
  { email, password: chosen }: { email: string; password?: string | undefined },
  tell: (line: string) => void
): Promise<void> {
  if (await agents.activeAdministrator()) return
  const password = chosen ?? randomBytes(15).toString('base64url')
  const name = 'Administrator'
  const strong = chosen === undefined ? ok(undefined) : refuseWeakPassword(chosen, { name, email })
  if (!strong.ok) throw new BadEnvironment(`ADMIN_PASSWORD: ${strong.error.detail}`)
  const fields = { name, email, role: 'admin' as const, departmentIds: [], limit: 0, active: true }
  const at = new Date()
  const oneTime = chosen === undefined && { oneTimeUntil: new Date(at.getTime() + ONE_TIME_MS) }
  const content = agentContent(fields, { hash: await passwords.hash(password), at, ...oneTime })
  const added = await agents.add(content, { actor: theDirectory, correlationId: newId() })
  if (added.ok && !chosen)
    tell(`First administrator: ${email}  one-time password, replaced at the first sign-in: ${password}`)
  if (!added.ok && !(await agents.activeAdministrator()))
    tell(`There is no administrator, and ADMIN_EMAIL (${email}) is somebody else's: set it to another address`)
}
