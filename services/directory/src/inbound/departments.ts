import type { createDepartment, deactivateDepartment, replaceDepartment } from '@inbox/contracts'
import type { Call } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Directory } from '../directory.ts'
import { departmentOf } from '../domain/department.ts'
import { answering } from './answers.ts'
import { requireOverflow } from './require-overflow.ts'

export function departmentCommands({ departments }: Pick<Directory, 'departments'>) {
  const { one, get, list } = answering(departments, departmentOf)
  return {
    get,
    list,
    async create(call: Call<typeof createDepartment>) {
      await requireOverflow(departments, call.body)
      return one(await departments.add({ fields: call.body }, call))
    },
    async replace(call: Call<typeof replaceDepartment>) {
      await requireOverflow(departments, call.body, call.params.id)
      return one(await departments.replace(call.params.id, call, () => ok({ fields: call.body })))
    },
    async deactivate(call: Call<typeof deactivateDepartment>) {
      const result = await departments.replace(call.params.id, call, ({ fields }) =>
        ok({ fields: { ...fields, active: false } })
      )
      return result.ok ? ok(undefined) : result
    }
  }
}
