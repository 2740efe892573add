import { z } from 'zod'
import { administration, operation } from '../operation.ts'
import { id, page, pageQuery } from '../primitives.ts'
import { serviceAccount, serviceAccountFields } from './service-account.ts'

const owner = 'directory'
const path = '/v1/service-accounts'

export const listServiceAccounts = operation({
  id: 'listServiceAccounts',
  owner,
  method: 'get',
  path,
  audience: administration,
  scope: 'administration:read',
  public: true,
  query: z.object({ ...pageQuery, active: z.stringbool().optional() }),
  answer: page(serviceAccount),
  summary: 'Service accounts by name, with what they may do and when they were last used'
})
/** For people only: a leaked program must not be able to leave others behind. */
export const createServiceAccount = operation({
  id: 'createServiceAccount',
  owner,
  method: 'post',
  path,
  audience: administration,
  scope: null,
  public: true,
  body: serviceAccountFields,
  answer: serviceAccount.extend({ token: z.string() }),
  status: 201,
  summary: 'Create a service account; its token is shown only once'
})
export const revokeServiceAccount = operation({
  id: 'revokeServiceAccount',
  owner,
  method: 'delete',
  path: `${path}/:id`,
  audience: administration,
  scope: null,
  public: true,
  params: z.object({ id }),
  status: 204,
  summary: 'Revoke a service account for good: its token is refused and its sockets end at once'
})

export const recordServiceAccountUses = operation({
  id: 'recordServiceAccountUses',
  owner,
  method: 'post',
  path: '/v1/service-account-uses',
  repeatable: true,
  audience: ['service'],
  body: z.strictObject({ uses: z.array(z.strictObject({ id, ageMs: z.int().nonnegative() })).max(1000) }),
  status: 204,
  summary: 'Report how long ago service accounts were last used, as seen by gateways'
})
