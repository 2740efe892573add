import type { ServiceAccount, ServiceAccountFields, ServiceAccountWithKey } from '@inbox/contracts'
import type { Listed } from './listed.ts'
import { sortKeyOf } from './sort-key.ts'

export interface ServiceAccountDocument extends Listed<ServiceAccountFields & { active: boolean }> {
  /** The SHA-256 of its token, in hex. */
  sha256: string
  /** The last characters of its token. */
  hint: string
  createdAt: Date
  /** Unique, so that no two active service accounts have the same name. */
  nameKey: string
}

export const serviceAccountOf = (
  { _id, version, fields, hint, createdAt }: ServiceAccountDocument,
  lastUsedAt?: Date
): ServiceAccount => ({
  ...fields,
  id: _id,
  version,
  hint,
  createdAt: createdAt.toISOString(),
  ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() })
})

/** A service account as published to gateways: with the hash of its token. */
export const serviceAccountWithKeyOf = ({
  _id,
  version,
  fields,
  sha256
}: ServiceAccountDocument): ServiceAccountWithKey => ({ ...fields, id: _id, version, sha256 })

export const nameKeyOf = (name: string): string => `named/${sortKeyOf(name)}`

/** What remains of it forever; it no longer blocks its name for others. */
export const revoked = ({ _id, fields, sha256, hint, createdAt }: ServiceAccountDocument) => ({
  ...{ sha256, hint, createdAt },
  fields: { ...fields, active: false },
  nameKey: `revoked/${_id}`
})
