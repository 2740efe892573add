import { Malformed } from '@inbox/kernel'
import type { Departments } from '../store/departments.ts'

/** Throws Malformed naming, by `pathOf` of its index, each id that belongs to no department. */
export async function requireDepartments(
  departments: Pick<Departments, 'unknownOf'>,
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

/** Throws Malformed, naming `path`, unless the id is that of an active department: nothing new goes to others. */
export async function requireActiveDepartment(
  departments: Pick<Departments, 'get'>,
  id: string,
  path: string
): Promise<void> {
  const found = await departments.get(id)
  if (found.ok && found.value.fields.active) return
  const message = found.ok ? 'is a department that is not active' : 'is not a department'
  throw new Malformed('No such department', [{ path, message }])
}
