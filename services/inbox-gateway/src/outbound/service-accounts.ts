import type { ServiceAccountWithKey } from '@inbox/contracts'
import { createLatestVersions } from '@inbox/messaging'

/** All service accounts, as last reported by the directory. */
export interface ServiceAccounts {
  take(account: ServiceAccountWithKey): void
  /** By the SHA-256 (hex) of its token. */
  bySha256(sha256: string): ServiceAccountWithKey | undefined
  get(id: string): ServiceAccountWithKey | undefined
}

export function createServiceAccounts(): ServiceAccounts {
  const accounts = createLatestVersions<ServiceAccountWithKey>(({ id }) => id)
  const ids = new Map<string, string>()
  return {
    take(account) {
      // revoked accounts are kept, so that an older version arriving later is recognised as such
      accounts.take(account)
      ids.set(account.sha256, account.id)
    },
    bySha256: sha256 => accounts.get(ids.get(sha256) ?? ''),
    get: accounts.get
  }
}
