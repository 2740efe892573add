import { agentChanged } from '@inbox/contracts'
import { type AgentDocument, agentWithCredentialsOf, auditedAgent } from '../domain/agent.ts'
import { openRegister, type RegisterDependencies } from './register.ts'

export async function openAgents(dependencies: RegisterDependencies) {
  const { findOne, ...register } = await openRegister({
    ...dependencies,
    name: 'agents',
    noun: 'agent',
    unique: { field: 'emailKey', code: 'email-taken', detail: 'Somebody else has this e-mail address' },
    event: agentChanged,
    describe: (document: AgentDocument) => ({ agent: agentWithCredentialsOf(document) }),
    audited: { kind: 'agent', view: auditedAgent }
  })
  return {
    ...register,
    async byId(id: string) {
      const found = await register.get(id)
      return found.ok ? found.value : undefined
    },
    byEmail: (emailKey: string) => findOne({ emailKey }),
    /** Any administrator who could sign in. */
    activeAdministrator: () => findOne({ 'fields.role': 'admin', 'fields.active': true })
  }
}
export type Agents = Awaited<ReturnType<typeof openAgents>>
