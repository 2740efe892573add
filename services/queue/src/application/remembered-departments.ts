import type { Department } from '@inbox/contracts'
import type { Departments } from '../store/departments.ts'

const REMEMBERED_MS = 1000

/** Departments for lookups made per contact message that may be a second stale: each is read once in that time. */
export function createRememberedDepartments(departments: Pick<Departments, 'get'>): Pick<Departments, 'get'> {
  const known = new Map<string, { department: Department | null; readAt: number }>()
  return {
    async get(id) {
      const remembered = known.get(id)
      const now = performance.now()
      if (remembered && now - remembered.readAt < REMEMBERED_MS) return remembered.department
      const department = await departments.get(id)
      known.set(id, { department, readAt: now })
      return department
    }
  }
}
