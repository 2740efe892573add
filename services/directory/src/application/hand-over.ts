import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { theDirectory } from '../domain/audit-entry.ts'
import type { Named } from '../domain/listed.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Change } from '../store/register.ts'

type Registers = Pick<Stores, 'departments' | 'channels'>

/** Refuses to end a department without a successor while active channels or the overflow of departments lead to it. */
export async function refuseWhileInUse(
  { departments, channels }: Registers,
  id: string
): Promise<Result<void, Rejection>> {
  const inUse = (found: { fields: Named }[]) =>
    found.filter(({ fields }) => fields.active).map(({ fields }) => fields.name)
  const current = {
    channels: inUse(await channels.ofDepartment(id)),
    departments: inUse(await departments.overflowingTo(id))
  }
  const names = [...current.channels, ...current.departments]
  if (names.length === 0) return ok(undefined)
  return reject(
    'department-in-use',
    `A successor is required, because the following refer to it: ${names.join(', ')}`,
    current
  )
}

/** Replaces a department that has ended by its successor wherever something refers to it. Idempotent. */
export async function handOver(
  { departments, channels }: Registers,
  { id, successorId }: { id: string; successorId: string },
  { actor, correlationId }: Change
): Promise<void> {
  const change = { actor, correlationId }
  for (const { _id } of await channels.ofDepartment(id))
    await channels.replace(_id, change, ({ fields, keys }) =>
      ok({ fields: fields.departmentId === id ? { ...fields, departmentId: successorId } : fields, keys })
    )
  for (const { _id } of await departments.overflowingTo(id))
    await departments.replace(_id, change, ({ fields }) => {
      const { overflow, ...distribution } = fields.distribution
      if (overflow?.departmentId !== id) return ok({ fields })
      // a department cannot overflow to itself
      const next = _id === successorId ? {} : { overflow: { ...overflow, departmentId: successorId } }
      return ok({ fields: { ...fields, distribution: { ...distribution, ...next } } })
    })
  for (const { _id } of await departments.succeededBy(id))
    await departments.replace(_id, change, ({ fields }) =>
      ok({ fields: fields.successorId === id ? { ...fields, successorId } : fields })
    )
}

/** Finishes hand-overs that a crashed process left half done. */
export async function finishHandOvers(registers: Registers): Promise<void> {
  const change = { actor: theDirectory, correlationId: newId() }
  for (const { _id: id, fields } of await registers.departments.withSuccessor())
    if (!fields.active && fields.successorId) await handOver(registers, { id, successorId: fields.successorId }, change)
}
