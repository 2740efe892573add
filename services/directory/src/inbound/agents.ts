import type { createAgent, createOneTimePassword, replaceAgent } from '@inbox/contracts'
import { type Call, userOf } from '@inbox/http'
import { ok, type Rejection, type Result } from '@inbox/kernel'
import type { Directory } from '../directory.ts'
import { agentContent, agentOf, endSignIns, refuseOwnDemotion, replacePassword } from '../domain/agent.ts'
import { refuseWeakPassword } from '../password-strength.ts'
import { hashPassword, newOneTimePassword } from '../passwords.ts'
import { answering } from './answers.ts'
import { requireDepartments } from './require-departments.ts'

const ONE_TIME_MS = 7 * 86_400_000

export function agentCommands({ agents, departments, clock }: Directory) {
  const { one, get, list } = answering(agents, agentOf)
  const contentOf = async ({ password, ...fields }: Call<typeof createAgent>['body']) => {
    await requireDepartments(departments, fields.departmentIds, index => `body.departmentIds.${index}`)
    return agentContent(
      fields,
      password === undefined ? undefined : { hash: await hashPassword(password), at: clock.now() }
    )
  }
  const strongEnough = ({ password, ...fields }: Call<typeof createAgent>['body']): Result<void, Rejection> =>
    password === undefined ? ok(undefined) : refuseWeakPassword(password, fields)
  return {
    get,
    list,
    async create(call: Call<typeof createAgent>) {
      const strong = strongEnough(call.body)
      return strong.ok ? one(await agents.add(await contentOf(call.body), call)) : strong
    },
    async replace(call: Call<typeof replaceAgent>) {
      const { id } = call.params
      const strong = strongEnough(call.body)
      if (!strong.ok) return strong
      const content = await contentOf(call.body)
      const allowed = refuseOwnDemotion(userOf(call.caller).id, id, content.fields)
      const isNew = call.body.password !== undefined
      const after = { ...content, ...(isNew && { oneTimeUntil: undefined }) }
      return one(
        await agents.replace(id, call, current => {
          const ends = isNew || (current.fields.active && !content.fields.active)
          return allowed.ok ? ok({ ...after, ...(ends && endSignIns(current)) }) : allowed
        })
      )
    },
    async createOneTimePassword(call: Call<typeof createOneTimePassword>) {
      const password = newOneTimePassword()
      const at = clock.now()
      const oneTimeUntil = new Date(at.getTime() + ONE_TIME_MS)
      const made = { hash: await hashPassword(password), at, oneTimeUntil }
      const result = await agents.replace(call.params.id, call, current => ok(replacePassword(current, made)))
      return result.ok ? ok({ password, expiresAt: oneTimeUntil.toISOString() }) : result
    }
  }
}
