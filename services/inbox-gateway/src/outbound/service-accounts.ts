import type { ServiceAccountWithKey } from '@inbox/contracts'
import type { User } from '@inbox/http'
import { createLatestVersions } from '@inbox/messaging'

/** All service accounts, as the directory last told. */
export interface ServiceAccounts {
  take(account: ServiceAccountWithKey): void
  /** Whose token has this SHA-256 (hex). */
  idOf(sha256: string): string | undefined
  /** Whom a service account calls as by now; null once it is revoked. */
  callerOf(id: string): User | null
}

export function createServiceAccounts(): ServiceAccounts {
  const accounts = createLatestVersions<ServiceAccountWithKey>(({ id }) => id)
  const ids = new Map<string, string>()
  return {
    take(account) {
      // revoked ones stay known, so that an older state that comes later is recognised
      accounts.take(account)
      ids.set(account.sha256, account.id)
    },
    idOf: sha256 => ids.get(sha256),
    callerOf(id) {
      const account = accounts.get(id)
      return account?.active ? userOf(account) : null
    }
  }
}

/** What a program sees is said by a role: what agents see of its departments, or else what supervisors or administrators see. */
const userOf = ({ id, name, scopes, departmentIds }: ServiceAccountWithKey): User => {
  const administers = scopes.some(scope => scope.startsWith('administration:'))
  const role = departmentIds ? 'agent' : administers ? 'admin' : 'supervisor'
  return { kind: 'user', id, name, role, departmentIds: departmentIds ?? [], scopes }
}
