import { hash, randomBytes } from 'node:crypto'
import { SERVICE_ACCOUNT_TOKEN_PREFIX, type ServiceAccountFields } from '@inbox/contracts'
import { type Clock, ok } from '@inbox/kernel'
import { nameKeyOf, revoked, serviceAccountOf } from '../domain/service-account.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Change } from '../store/register.ts'
import { requireActingBot } from './require-bot.ts'
import { requireDepartments } from './require-departments.ts'

/** What administrators can do with service accounts. */
export function createServiceAccountCommands(
  { serviceAccounts, departments, agents }: Pick<Stores, 'serviceAccounts' | 'departments' | 'agents'>,
  clock: Clock
) {
  return {
    async create(fields: ServiceAccountFields, change: Change) {
      await requireDepartments(departments, fields.departmentIds ?? [], index => `body.departmentIds.${index}`)
      await requireActingBot(agents, fields.botId)
      const token = `${SERVICE_ACCOUNT_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`
      const added = await serviceAccounts.add(
        {
          fields: { ...fields, active: true },
          sha256: hash('sha256', token),
          hint: token.slice(-4),
          createdAt: clock.now(),
          nameKey: nameKeyOf(fields.name)
        },
        change
      )
      return added.ok ? ok({ ...serviceAccountOf(added.value), token }) : added
    },
    revoke: (id: string, change: Change) => serviceAccounts.replace(id, change, account => ok(revoked(account)))
  }
}
