import { ok, reject } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { currentOf, refOf } from '../../domain/conversation.ts'
import { type Action, type HandOverWords, wordsOf } from '../action.ts'

/** T21. */
export const transferToDepartment: Action<HandOverWords & { departmentId: string }> = async (
  { conversation, reader, input },
  { departments, agents }
) => {
  const [from, to] = await Promise.all([
    departments.get(conversation.departmentId),
    departments.get(input.departmentId)
  ])
  if (!to?.active) return reject('unprocessable', 'No such active department', currentOf(conversation))
  return ok({
    type: 'transferToDepartment',
    by: { ...refOf(reader), supervises: supervises(reader) },
    departmentId: to.id,
    allowed: from?.transfer.departments !== false,
    attended: await agents.isAttended(to.id),
    placement: to.transfer.placement,
    ...wordsOf(input)
  })
}
