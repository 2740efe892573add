import type { DepartmentFields } from '@inbox/contracts'
import { Malformed, ok, type Rejection, type Result } from '@inbox/kernel'
import type { Stores } from '../store/open-stores.ts'
import type { Change } from '../store/register.ts'
import { handOver, refuseWhileInUse } from './hand-over.ts'
import { requireBot } from './require-bot.ts'
import { requireOverflow } from './require-overflow.ts'
import { requireSuccessor } from './require-successor.ts'

/** What administrators can do with departments. */
export function createDepartmentCommands(stores: Pick<Stores, 'agents' | 'departments' | 'channels'>) {
  const { departments } = stores

  /** Stores what `fieldsOf` makes of the department; if that ends it, it hands over to its successor. */
  const changeTo = async (
    id: string,
    change: Change,
    { active, successorId }: Pick<DepartmentFields, 'active' | 'successorId'>,
    fieldsOf: (current: DepartmentFields) => DepartmentFields
  ) => {
    const unused: Result<void, Rejection> =
      active || successorId !== undefined ? ok(undefined) : await refuseWhileInUse(stores, id)
    const result = await departments.replace(id, change, ({ fields }) =>
      unused.ok ? ok({ fields: fieldsOf(fields) }) : unused
    )
    if (result.ok && successorId !== undefined) await handOver(stores, { id, successorId }, change)
    return result
  }
  return {
    async create(fields: DepartmentFields, change: Change) {
      await requireSound(stores, fields)
      return departments.add({ fields }, change)
    },
    async replace(id: string, fields: DepartmentFields, change: Change) {
      await requireSound(stores, fields, id)
      return changeTo(id, change, fields, () => fields)
    },
    async deactivate(id: string, successorId: string | undefined, change: Change) {
      await requireSuccessor(departments, successorId, 'query.successorId', id)
      const ended = { active: false, ...(successorId !== undefined && { successorId }) }
      return changeTo(id, change, ended, fields => ({ ...fields, ...ended }))
    }
  }
}

async function requireSound(
  { agents, departments }: Pick<Stores, 'agents' | 'departments'>,
  fields: DepartmentFields,
  id?: string
) {
  await requireBot(agents, fields, id)
  await requireOverflow(departments, fields, id)
  const path = 'body.successorId'
  if (fields.active && fields.successorId !== undefined)
    throw new Malformed('No such successor', [{ path, message: 'is only allowed for a department that is not active' }])
  await requireSuccessor(departments, fields.successorId, path, id)
}
