import { serviceAccountChanged } from '@inbox/contracts'
import { type ServiceAccountDocument, serviceAccountWithKeyOf } from '../domain/service-account.ts'
import type { PageQuery } from './page-cursor.ts'
import { openRegister, type RegisterDependencies } from './register.ts'

export async function openServiceAccounts(dependencies: RegisterDependencies) {
  const {
    find: _,
    findOne: __,
    page,
    ...register
  } = await openRegister({
    ...dependencies,
    name: 'serviceAccounts',
    noun: 'service account',
    unique: { field: 'nameKey', code: 'name-taken', detail: 'Another service account has this name' },
    event: serviceAccountChanged,
    describe: (document: ServiceAccountDocument) => ({ serviceAccount: serviceAccountWithKeyOf(document) }),
    audited: { kind: 'serviceAccount', view: ({ fields, hint }) => ({ ...fields, hint }) }
  })
  return {
    ...register,
    page: ({ active, ...query }: PageQuery & { active?: boolean | undefined }) =>
      page(query, active === undefined ? {} : { 'fields.active': active })
  }
}
