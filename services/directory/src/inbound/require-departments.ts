import { Malformed } from '@inbox/kernel'
import type { DepartmentDocument } from '../domain/department.ts'
import type { Register } from '../store/register.ts'

/** Throws Malformed naming (by `pathOf` its index) each id that no department has. */
export async function requireDepartments(
  departments: Pick<Register<DepartmentDocument>, 'unknownOf'>,
  ids: readonly string[],
  pathOf: (index: number) => string
): Promise<void> {
  const unknown = ids.length === 0 ? [] : await departments.unknownOf(ids)
  if (unknown.length === 0) return
  throw new Malformed(
    'No such department',
    unknown.map(id => ({ path: pathOf(ids.indexOf(id)), message: 'is not a department' }))
  )
}
