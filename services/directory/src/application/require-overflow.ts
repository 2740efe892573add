import type { DepartmentFields } from '@inbox/contracts'
import { Malformed } from '@inbox/kernel'
import type { Departments } from '../store/departments.ts'

const PATH = 'body.distribution.overflow.departmentId'

/**
 * Throws Malformed unless what waits too long would go to an active department and could never come back to `id` from
 * there. Two concurrent changes can still close a cycle; queue keeps conversations from going round it.
 */
export async function requireOverflow(
  departments: Pick<Departments, 'get'>,
  { distribution }: DepartmentFields,
  id?: string
): Promise<void> {
  const seen = new Set<string>()
  for (let next = distribution.overflow?.departmentId; next !== undefined && !seen.has(next); ) {
    if (next === id)
      throw malformed(seen.size === 0 ? 'is the department itself' : 'leads back to the department itself')
    seen.add(next)
    const found = await departments.get(next)
    if (!found.ok && seen.size === 1) throw malformed('is not a department')
    if (found.ok && !found.value.fields.active && seen.size === 1) throw malformed('is a department that is not active')
    next = found.ok ? found.value.fields.distribution.overflow?.departmentId : undefined
  }
}

const malformed = (message: string) => new Malformed('No valid department to overflow to', [{ path: PATH, message }])
