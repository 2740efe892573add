import { ok, reject } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { currentOf } from '../../domain/conversation.ts'
import { type Action, noteOf } from '../action.ts'

/** T21. */
export const transferToDepartment: Action<{ departmentId: string; note?: string | undefined }> = async (
  { conversation, reader, input },
  { departments, agents }
) => {
  const [from, to] = await Promise.all([
    departments.get(conversation.departmentId),
    departments.get(input.departmentId)
  ])
  if (!to?.active) return reject('unprocessable', 'There is no such active department', currentOf(conversation))
  return ok({
    type: 'transferToDepartment',
    by: { id: reader.id, name: reader.name, supervises: supervises(reader) },
    departmentId: to.id,
    allowed: from?.transfer.departments !== false,
    attended: await agents.isAttended(to.id),
    placement: to.transfer.placement,
    ...noteOf(input.note)
  })
}
