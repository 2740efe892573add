import { type Clock, openingAt } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import type { OutOfHours } from '../domain/out-of-hours.ts'
import type { Departments } from '../store/departments.ts'

/** What a department that is closed now tells its contacts; undefined = it is open, or has nothing to tell. */
export const createClosedDepartments =
  (departments: Pick<Departments, 'get'>, clock: Clock) =>
  async (departmentId: string): Promise<OutOfHours | undefined> => {
    const { hours } = (await departments.get(departmentId)) ?? {}
    if (!hours?.message) return undefined
    const { open, until } = openingAt(hours, clock.now())
    if (open) return undefined
    return { departmentId, text: hours.message, messageId: newId(), ...(until && { opensAt: until }) }
  }
