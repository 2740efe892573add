import {
  createServiceAccount,
  listServiceAccounts,
  recordServiceAccountUses,
  revokeServiceAccount
} from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { type Clock, ok } from '@inbox/kernel'
import { createServiceAccountCommands } from '../application/service-account-commands.ts'
import { serviceAccountOf } from '../domain/service-account.ts'
import type { Stores } from '../store/open-stores.ts'
import { changeOf, emptyOf } from './answers.ts'

export function serviceAccountRoutes({ stores, clock }: { stores: Stores; clock: Clock }): Route[] {
  const { serviceAccounts, serviceAccountUses: uses } = stores
  const commands = createServiceAccountCommands(stores, clock)
  return [
    route(listServiceAccounts, async ({ query }) => {
      const { items, nextCursor } = await serviceAccounts.page(query)
      const usedAt = await uses.of(items.map(({ _id }) => _id))
      return ok({ items: items.map(account => serviceAccountOf(account, usedAt.get(account._id))), nextCursor })
    }),
    route(createServiceAccount, call => commands.create(call.body, changeOf(call))),
    route(revokeServiceAccount, async call => emptyOf(await commands.revoke(call.params.id, changeOf(call)))),
    route(recordServiceAccountUses, async ({ body }) => {
      const now = clock.now().getTime()
      for (const { id, ageMs } of body.uses) await uses.record(id, new Date(now - ageMs))
      return ok(undefined)
    })
  ]
}
