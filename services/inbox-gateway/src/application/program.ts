import type { Agent, ServiceAccountWithKey } from '@inbox/contracts'
import type { User } from '@inbox/http'

/** The user as whom a service account now calls; null once it has been revoked or its bot is inactive. */
export function programOf(account: ServiceAccountWithKey, agentOf: (id: string) => Agent | undefined): User | null {
  if (!account.active) return null
  return account.botId === undefined ? withScopes(account) : asBot(agentOf(account.botId))
}

/** A role decides what a program sees: what agents of its departments see, or else what supervisors or admins see. */
function withScopes({ id, name, scopes, departmentIds }: ServiceAccountWithKey): User {
  const administers = scopes.some(scope => scope.startsWith('administration:'))
  const role = departmentIds ? 'agent' : administers ? 'admin' : 'supervisor'
  return { kind: 'user', id, name, role, departmentIds: departmentIds ?? [], scopes }
}

/** A bot is an agent like any other and never more than that, whatever its role. */
const asBot = (bot: Agent | undefined): User | null =>
  bot?.active && bot.bot
    ? { kind: 'user', id: bot.id, name: bot.name, role: 'agent', departmentIds: bot.departmentIds }
    : null
