import type { createDepartment, DepartmentFields, deactivateDepartment, replaceDepartment } from '@inbox/contracts'
import type { Call } from '@inbox/http'
import { Malformed, ok, type Rejection, type Result } from '@inbox/kernel'
import type { Directory } from '../directory.ts'
import { departmentOf } from '../domain/department.ts'
import { handOver, refuseWhileInUse } from '../hand-over.ts'
import type { Change } from '../store/register.ts'
import { answering } from './answers.ts'
import { requireActiveDepartment } from './require-departments.ts'
import { requireOverflow } from './require-overflow.ts'

export function departmentCommands(registers: Pick<Directory, 'departments' | 'channels'>) {
  const { departments } = registers
  const { one, get, list } = answering(departments, departmentOf)

  /** Stores what `fieldsOf` makes of the department; one that ends hands over to its successor. */
  const change = async (
    id: string,
    call: Change,
    { active, successorId }: Pick<DepartmentFields, 'active' | 'successorId'>,
    fieldsOf: (current: DepartmentFields) => DepartmentFields
  ) => {
    const unused: Result<void, Rejection> =
      active || successorId !== undefined ? ok(undefined) : await refuseWhileInUse(registers, id)
    const result = await departments.replace(id, call, ({ fields }) =>
      unused.ok ? ok({ fields: fieldsOf(fields) }) : unused
    )
    if (result.ok && successorId !== undefined) await handOver(registers, { id, successorId }, call)
    return result
  }
  const requireSuccessor = async (successorId: string | undefined, path: string, id?: string) => {
    if (successorId === undefined) return
    if (successorId === id) throw new Malformed('No such successor', [{ path, message: 'is the department itself' }])
    await requireActiveDepartment(departments, successorId, path)
  }
  const requireSound = async (fields: DepartmentFields, id?: string) => {
    await requireOverflow(departments, fields, id)
    const path = 'body.successorId'
    if (fields.active && fields.successorId !== undefined)
      throw new Malformed('No such successor', [{ path, message: 'is only for a department that is not active' }])
    await requireSuccessor(fields.successorId, path, id)
  }
  return {
    get,
    list,
    async create(call: Call<typeof createDepartment>) {
      await requireSound(call.body)
      return one(await departments.add({ fields: call.body }, call))
    },
    async replace(call: Call<typeof replaceDepartment>) {
      const { id } = call.params
      await requireSound(call.body, id)
      return one(await change(id, call, call.body, () => call.body))
    },
    async deactivate(call: Call<typeof deactivateDepartment>) {
      const { id } = call.params
      const { successorId } = call.query
      await requireSuccessor(successorId, 'query.successorId', id)
      const ended = { active: false, ...(successorId !== undefined && { successorId }) }
      const result = await change(id, call, ended, fields => ({ ...fields, ...ended }))
      return result.ok ? ok(undefined) : result
    }
  }
}
