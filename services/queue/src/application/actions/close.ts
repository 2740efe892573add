import { ok } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { byAgent } from '../../domain/conversation.ts'
import { type Action, noteOf } from '../action.ts'

export interface Form {
  reason?: string | undefined
  tags?: string[] | undefined
  note?: string | undefined
}

/** T16, and T17 by a supervisor. */
export const close: Action<Form | undefined> = async ({ conversation, reader, input = {} }, { departments }) => {
  const { closeForm, satisfaction } = (await departments.get(conversation.departmentId)) ?? {}
  const { reason, tags, note } = input
  return ok({
    type: 'close',
    actor: byAgent(reader),
    supervises: supervises(reader),
    ...(reason !== undefined && { reason }),
    ...(tags && { tags }),
    ...noteOf(note),
    ...(closeForm && { form: closeForm }),
    ...(satisfaction && { satisfaction })
  })
}
