import type { AgentFields } from '@inbox/contracts'
import { type Clock, Malformed, ok, type Rejection, type Result } from '@inbox/kernel'
import {
  type AgentDocument,
  agentContent,
  endSignIns,
  refuseOtherKind,
  refuseOwnDemotion,
  refuseToProgram,
  replacePassword
} from '../domain/agent.ts'
import { refuseWeakPassword } from '../domain/password-strength.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Change } from '../store/register.ts'
import { newOneTimePassword, type Passwords } from './passwords.ts'
import { requireDepartments } from './require-departments.ts'

const ONE_TIME_MS = 7 * 86_400_000

type GivenAgent = AgentFields & { password?: string | undefined }

/** What administrators can do with agents. */
export function createAgentCommands(
  { agents, departments }: Pick<Stores, 'agents' | 'departments'>,
  passwords: Passwords,
  clock: Clock
) {
  const contentOf = async ({ password, ...fields }: GivenAgent) => {
    // a bot's token must not give anybody what takes people a password
    if (fields.bot && fields.role !== 'agent')
      throw new Malformed('No such bot', [{ path: 'body.role', message: 'of a bot must be agent' }])
    await requireDepartments(departments, fields.departmentIds, index => `body.departmentIds.${index}`)
    return agentContent(
      fields,
      password === undefined ? undefined : { hash: await passwords.hash(password), at: clock.now() }
    )
  }
  const strongEnough = async ({ password, ...fields }: GivenAgent): Promise<Result<void, Rejection>> =>
    password === undefined ? ok(undefined) : refuseWeakPassword(password, fields)
  return {
    async create(given: GivenAgent, change: Change): Promise<Result<AgentDocument, Rejection>> {
      const permitted = refuseToProgram(change.actor, given)
      if (!permitted.ok) return permitted
      const strong = await strongEnough(given)
      return strong.ok ? agents.add(await contentOf(given), change) : strong
    },
    async replace(id: string, given: GivenAgent, change: Change): Promise<Result<AgentDocument, Rejection>> {
      const strong = await strongEnough(given)
      if (!strong.ok) return strong
      const content = await contentOf(given)
      const allowed = refuseOwnDemotion(change.actor.id, id, content.fields)
      const isNew = given.password !== undefined
      const after = { ...content, ...(isNew && { oneTimeUntil: undefined }) }
      return agents.replace(id, change, current => {
        const permitted = refuseToProgram(change.actor, given, current)
        if (!permitted.ok) return permitted
        const ends = isNew || (current.fields.active && !content.fields.active)
        const same = refuseOtherKind(current.fields, content.fields)
        if (!allowed.ok) return allowed
        if (!same.ok) return same
        return ok({ ...after, ...(ends && endSignIns(current)) })
      })
    },
    async createOneTimePassword(id: string, change: Change) {
      const password = newOneTimePassword()
      const at = clock.now()
      const oneTimeUntil = new Date(at.getTime() + ONE_TIME_MS)
      const made = { hash: await passwords.hash(password), at, oneTimeUntil }
      const result = await agents.replace(id, change, current => ok(replacePassword(current, made)))
      return result.ok ? ok({ password, expiresAt: oneTimeUntil.toISOString() }) : result
    }
  }
}
