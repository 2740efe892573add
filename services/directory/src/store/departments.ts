import { departmentChanged } from '@inbox/contracts'
import { type DepartmentDocument, departmentOf } from '../domain/department.ts'
import { openRegister, type RegisterDependencies } from './register.ts'

export async function openDepartments(dependencies: RegisterDependencies) {
  const {
    find,
    findOne: _,
    ...register
  } = await openRegister({
    ...dependencies,
    name: 'departments',
    noun: 'department',
    unique: { field: 'sortKey', code: 'name-taken', detail: 'Another department has this name' },
    event: departmentChanged,
    describe: (document: DepartmentDocument) => ({ department: departmentOf(document) }),
    audited: { kind: 'department', view: ({ fields }) => fields }
  })
  return {
    ...register,
    overflowingTo: (id: string) => find({ 'fields.distribution.overflow.departmentId': id }),
    succeededBy: (id: string) => find({ 'fields.successorId': id }),
    withSuccessor: () => find({ 'fields.successorId': { $exists: true } })
  }
}
export type Departments = Awaited<ReturnType<typeof openDepartments>>
