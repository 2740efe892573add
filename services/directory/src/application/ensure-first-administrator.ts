import { ok } from '@inbox/kernel'
import { BadEnvironment, newId } from '@inbox/runtime'
import { agentContent } from '../domain/agent.ts'
import { theDirectory } from '../domain/audit-entry.ts'
import { refuseWeakPassword } from '../domain/password-strength.ts'
import type { Agents } from '../store/agents.ts'
import type { Passwords } from './passwords.ts'

/**
 * Creates an administrator if there is none who could sign in. Unless a password was chosen it has none, and `tell`
 * says how to make one: a password must not be logged, because logs are kept and read by others. If several processes
 * start together, the unique e-mail address lets only one of them create it.
 */
export async function ensureFirstAdministrator(
  agents: Pick<Agents, 'add' | 'activeAdministrator'>,
  passwords: Passwords,
  { email, password: chosen }: { email: string; password?: string | undefined },
  tell: (line: string) => void
): Promise<void> {
  if (await agents.activeAdministrator()) return
  const name = 'Administrator'
  const strong = chosen === undefined ? ok(undefined) : await refuseWeakPassword(chosen, { name, email })
  if (!strong.ok) throw new BadEnvironment(`ADMIN_PASSWORD: ${strong.error.detail}`)
  const fields = { name, email, role: 'admin' as const, departmentIds: [], limit: 0, active: true }
  const password = chosen === undefined ? undefined : { hash: await passwords.hash(chosen), at: new Date() }
  const added = await agents.add(agentContent(fields, password), { actor: theDirectory, correlationId: newId() })
  if (added.ok && !chosen)
    tell(
      `First administrator: ${email}, who has no password yet. Create one for the first sign-in: ops password ${email} --by <your name>`
    )
  if (!added.ok && !(await agents.activeAdministrator()))
    tell(`There is no administrator, and ADMIN_EMAIL (${email}) belongs to somebody else: set it to another address`)
}
