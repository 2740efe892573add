import { Malformed } from '@inbox/kernel'
import type { Departments } from '../store/departments.ts'
import { requireActiveDepartment } from './require-departments.ts'

/** Throws Malformed, naming `path`, unless the successor of `id`, if any, is another active department. */
export async function requireSuccessor(
  departments: Pick<Departments, 'get'>,
  successorId: string | undefined,
  path: string,
  id?: string
): Promise<void> {
  if (successorId === undefined) return
  if (successorId === id) throw new Malformed('No such successor', [{ path, message: 'is the department itself' }])
  await requireActiveDepartment(departments, successorId, path)
}
