import type { Agent, ServiceAccountWithKey } from '@inbox/contracts'
import type { User } from '@inbox/http'

/** Whom a service account calls as by now; null once it is revoked, or its bot is not active. */
export function programOf(account: ServiceAccountWithKey, agentOf: (id: string) => Agent | undefined): User | null {
  if (!account.active) return null
  return account.botId === undefined ? withScopes(account) : asBot(agentOf(account.botId))
}

/** What a program sees is said by a role: what agents see of its departments, or else what supervisors or administrators see. */
function withScopes({ id, name, scopes, departmentIds }: ServiceAccountWithKey): User {
  const administers = scopes.some(scope => scope.startsWith('administration:'))
  const role = departmentIds ? 'agent' : administers ? 'admin' : 'supervisor'
  return { kind: 'user', id, name, role, departmentIds: departmentIds ?? [], scopes }
}

/** A bot is an agent like any other, and no more than that whatever its role. */
const asBot = (bot: Agent | undefined): User | null =>
  bot?.active && bot.bot
    ? { kind: 'user', id: bot.id, name: bot.name, role: 'agent', departmentIds: bot.departmentIds }
    : null
