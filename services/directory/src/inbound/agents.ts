import type { createAgent, replaceAgent } from '@inbox/contracts'
import { type Call, userOf } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Directory } from '../directory.ts'
import { agentContent, agentOf, refuseOwnDemotion } from '../domain/agent.ts'
import { hashPassword } from '../passwords.ts'
import { answering } from './answers.ts'
import { requireDepartments } from './require-departments.ts'

export function agentCommands({ agents, departments, clock }: Directory) {
  const { one, get, list } = answering(agents, agentOf)
  const contentOf = async ({ password, ...fields }: Call<typeof createAgent>['body']) => {
    await requireDepartments(departments, fields.departmentIds, index => `body.departmentIds.${index}`)
    return agentContent(
      fields,
      password === undefined ? undefined : { hash: await hashPassword(password), at: clock.now() }
    )
  }
  return {
    get,
    list,
    create: async (call: Call<typeof createAgent>) => one(await agents.add(await contentOf(call.body), call)),
    async replace(call: Call<typeof replaceAgent>) {
      const { id } = call.params
      const content = await contentOf(call.body)
      const allowed = refuseOwnDemotion(userOf(call.caller).id, id, content.fields)
      return one(await agents.replace(id, call, () => (allowed.ok ? ok(content) : allowed)))
    }
  }
}
