import { cannedReplyChanged } from '@inbox/contracts'
import { type CannedReplyDocument, cannedReplyOf } from '../domain/canned-reply.ts'
import type { PageQuery } from './page-cursor.ts'
import { openRegister, type RegisterDependencies } from './register.ts'

export interface CannedReplyQuery extends PageQuery {
  active?: boolean | undefined
  /** Only those for all, and those of this department. */
  departmentId?: string | undefined
  /** Only those for all, and those of these departments. */
  visibleIn?: readonly string[] | undefined
}

export async function openCannedReplies(dependencies: RegisterDependencies) {
  const {
    find: _,
    findOne: __,
    page,
    ...register
  } = await openRegister({
    ...dependencies,
    name: 'cannedReplies',
    noun: 'canned reply',
    unique: { field: 'shortcutKey', code: 'shortcut-taken', detail: 'Another canned reply there has this shortcut' },
    event: cannedReplyChanged,
    describe: (document: CannedReplyDocument) => ({ cannedReply: cannedReplyOf(document) }),
    audited: { kind: 'cannedReply', view: ({ fields }) => fields }
  })
  return {
    ...register,
    page({ active, departmentId, visibleIn, ...query }: CannedReplyQuery) {
      const filters = [
        ...(active === undefined ? [] : [{ 'fields.active': active }]),
        ...(departmentId === undefined ? [] : [forAllOrIn([departmentId])]),
        ...(visibleIn === undefined ? [] : [forAllOrIn(visibleIn)])
      ]
      return page(query, filters.length > 0 ? { $and: filters } : {})
    }
  }
}

const forAllOrIn = (departmentIds: readonly string[]) => ({
  $or: [{ 'fields.departmentId': { $exists: false } }, { 'fields.departmentId': { $in: departmentIds } }]
})
