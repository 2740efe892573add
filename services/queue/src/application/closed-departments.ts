import type { BusinessHours } from '@inbox/contracts'
import { type Clock, openingAt } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import type { OutOfHours } from '../domain/out-of-hours.ts'
import type { Departments } from '../store/departments.ts'

/** Every message of somebody who waits asks for the hours; they are read once in this time. */
const REMEMBERED_MS = 1000

/** What a department that is closed at the moment tells its contacts; undefined = it is open, or has nothing to tell. */
export function closedDepartments(departments: Pick<Departments, 'get'>, clock: Clock) {
  const known = new Map<string, { hours: BusinessHours | undefined; readAt: number }>()

  const hoursOf = async (id: string): Promise<BusinessHours | undefined> => {
    const remembered = known.get(id)
    const now = performance.now()
    if (remembered && now - remembered.readAt < REMEMBERED_MS) return remembered.hours
    const hours = (await departments.get(id))?.hours
    known.set(id, { hours, readAt: now })
    return hours
  }

  return async (departmentId: string): Promise<OutOfHours | undefined> => {
    const hours = await hoursOf(departmentId)
    if (!hours?.message) return undefined
    const { open, until } = openingAt(hours, clock.now())
    if (open) return undefined
    return { departmentId, text: hours.message, messageId: newId(), ...(until && { opensAt: until }) }
  }
}
export type ClosedDepartments = ReturnType<typeof closedDepartments>
