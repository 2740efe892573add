import type {
  CannedReplyFields,
  createCannedReply,
  getCannedReply,
  listCannedReplies,
  replaceCannedReply,
  retireCannedReply
} from '@inbox/contracts'
import { type Call, type Caller, userOf } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import type { Directory } from '../directory.ts'
import { cannedReplyContent, cannedReplyOf, placesOf } from '../domain/canned-reply.ts'
import { answering } from './answers.ts'
import { requireDepartments } from './require-departments.ts'

export function cannedReplyCommands({ cannedReplies, departments }: Pick<Directory, 'cannedReplies' | 'departments'>) {
  const { one } = answering(cannedReplies, cannedReplyOf)
  const contentOf = async (fields: CannedReplyFields, ownName: string) => {
    if (fields.departmentId !== undefined)
      await requireDepartments(departments, [fields.departmentId], () => 'body.departmentId')
    return cannedReplyContent(fields, ownName)
  }
  return {
    async list({ query, caller }: Call<typeof listCannedReplies>) {
      const { departmentId, active, ...page } = query
      const filters = [
        ...(active === undefined ? [] : [{ 'fields.active': active }]),
        ...(departmentId === undefined ? [] : [placesOf([departmentId])]),
        ...placesSeenBy(caller).map(placesOf)
      ]
      const { items, nextCursor } = await cannedReplies.page(page, filters.length > 0 ? { $and: filters } : {})
      return ok({ items: items.map(cannedReplyOf), nextCursor })
    },
    async get({ params, caller }: Call<typeof getCannedReply>) {
      const found = await cannedReplies.get(params.id)
      const isSeen = (departmentId: string | undefined) =>
        departmentId === undefined || placesSeenBy(caller).every(ids => ids.includes(departmentId))
      return found.ok && !isSeen(found.value.fields.departmentId)
        ? reject('not-found', 'No such canned reply')
        : one(found)
    },
    async create(call: Call<typeof createCannedReply>) {
      return one(await cannedReplies.add(await contentOf(call.body, newId()), call))
    },
    async replace(call: Call<typeof replaceCannedReply>) {
      const content = await contentOf(call.body, call.params.id)
      return one(await cannedReplies.replace(call.params.id, call, () => ok(content)))
    },
    async retire(call: Call<typeof retireCannedReply>) {
      const { id } = call.params
      const result = await cannedReplies.replace(id, call, ({ fields }) =>
        ok(cannedReplyContent({ ...fields, active: false }, id))
      )
      return result.ok ? ok(undefined) : result
    }
  }
}

/** The departments that a caller is held to, in a list; an empty one for who sees everything. */
function placesSeenBy(caller: Caller): (readonly string[])[] {
  const { role, departmentIds } = userOf(caller)
  return role === 'agent' ? [departmentIds] : []
}
