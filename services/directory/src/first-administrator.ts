import { randomBytes } from 'node:crypto'
import { ok } from '@inbox/kernel'
import { BadEnvironment, newId } from '@inbox/runtime'
import type { Config } from './config.ts'
import { type AgentDocument, agentContent } from './domain/agent.ts'
import { refuseWeakPassword } from './password-strength.ts'
import { hashPassword } from './passwords.ts'
import type { Register } from './store/register.ts'

/**
 * Creates an administrator when there is none who could sign in. A password nobody chose is passed to `tell`, this once.
 * Of several processes that start together the unique e-mail lets one create.
 */
export async function ensureAdministrator(
  agents: Pick<Register<AgentDocument>, 'add' | 'findOne'>,
  { ADMIN_EMAIL: email, ADMIN_PASSWORD: chosen }: Config,
  tell: (line: string) => void
): Promise<void> {
  const present = () => agents.findOne({ 'fields.role': 'admin', 'fields.active': true })
  if (await present()) return
  const password = chosen ?? randomBytes(15).toString('base64url')
  const name = 'Administrator'
  const strong = chosen === undefined ? ok(undefined) : refuseWeakPassword(chosen, { name, email })
  if (!strong.ok) throw new BadEnvironment(`ADMIN_PASSWORD: ${strong.error.detail}`)
  const fields = { name, email, role: 'admin' as const, departmentIds: [], limit: 0, active: true }
  const content = agentContent(fields, { hash: await hashPassword(password), at: new Date() })
  const added = await agents.add(content, { caller: { kind: 'service', name: 'directory' }, correlationId: newId() })
  if (added.ok && !chosen) tell(`First administrator: ${email}  password, shown this once: ${password}`)
  if (!added.ok && !(await present()))
    tell(`There is no administrator, and ADMIN_EMAIL (${email}) is somebody else's: set it to another address`)
}
