import type { CannedReply, CannedReplyFields } from '@inbox/contracts'
import type { Listed } from './listed.ts'

export interface CannedReplyDocument extends Listed<CannedReplyFields> {
  /** By which no two in use have the same shortcut in the same place. */
  shortcutKey: string
}

export const cannedReplyOf = ({ _id, version, fields }: CannedReplyDocument): CannedReply => ({
  ...fields,
  id: _id,
  version
})

/** What a canned reply consists of; out of use it blocks no shortcut, for which it needs a name of its own. */
export const cannedReplyContent = (fields: CannedReplyFields, ownName: string) => ({
  fields,
  shortcutKey: fields.active ? `${fields.departmentId ?? ''}/${fields.shortcut}` : `retired/${ownName}`
})

/** Those for all and those of these departments. */
export const placesOf = (departmentIds: readonly string[]) => ({
  $or: [{ 'fields.departmentId': { $exists: false } }, { 'fields.departmentId': { $in: departmentIds } }]
})
