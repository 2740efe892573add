import type { createDepartment, deactivateDepartment, replaceDepartment } from '@inbox/contracts'
import type { Call } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Directory } from '../directory.ts'
import { departmentOf } from '../domain/department.ts'
import { answering } from './answers.ts'

export function departmentCommands({ departments }: Pick<Directory, 'departments'>) {
  const { one, get, list } = answering(departments, departmentOf)
  return {
    get,
    list,
    create: async (call: Call<typeof createDepartment>) => one(await departments.add({ fields: call.body }, call)),
    replace: async (call: Call<typeof replaceDepartment>) =>
      one(await departments.replace(call.params.id, call, () => ok({ fields: call.body }))),
    async deactivate(call: Call<typeof deactivateDepartment>) {
      const result = await departments.replace(call.params.id, call, ({ fields }) =>
        ok({ fields: { ...fields, active: false } })
      )
      return result.ok ? ok(undefined) : result
    }
  }
}
