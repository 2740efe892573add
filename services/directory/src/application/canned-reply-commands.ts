import type { CannedReplyFields } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { cannedReplyContent } from '../domain/canned-reply.ts'
import type { Stores } from '../store/open-stores.ts'
import type { Change } from '../store/register.ts'
import { requireDepartments } from './require-departments.ts'

/** What supervisors can do with canned replies. */
export function createCannedReplyCommands({
  cannedReplies,
  departments
}: Pick<Stores, 'cannedReplies' | 'departments'>) {
  const contentOf = async (fields: CannedReplyFields, ownName: string) => {
    if (fields.departmentId !== undefined)
      await requireDepartments(departments, [fields.departmentId], () => 'body.departmentId')
    return cannedReplyContent(fields, ownName)
  }
  return {
    async create(fields: CannedReplyFields, change: Change) {
      return cannedReplies.add(await contentOf(fields, newId()), change)
    },
    async replace(id: string, fields: CannedReplyFields, change: Change) {
      const content = await contentOf(fields, id)
      return cannedReplies.replace(id, change, () => ok(content))
    },
    retire: (id: string, change: Change) =>
      cannedReplies.replace(id, change, ({ fields }) => ok(cannedReplyContent({ ...fields, active: false }, id)))
  }
}
