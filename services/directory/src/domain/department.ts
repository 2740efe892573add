import type { Department, DepartmentFields } from '@inbox/contracts'
import type { Listed } from './listed.ts'

export type DepartmentDocument = Listed<DepartmentFields>

/** A department as in its contract. */
export const departmentOf = ({ _id, version, fields }: DepartmentDocument): Department => ({
  ...fields,
  id: _id,
  version
})
