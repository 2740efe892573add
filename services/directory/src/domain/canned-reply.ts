import type { AgentFields, CannedReply, CannedReplyFields } from '@inbox/contracts'
import type { Listed } from './listed.ts'

export interface CannedReplyDocument extends Listed<CannedReplyFields> {
  /** Unique, so that no two active replies have the same shortcut in the same department. */
  shortcutKey: string
}

export const cannedReplyOf = ({ _id, version, fields }: CannedReplyDocument): CannedReply => ({
  ...fields,
  id: _id,
  version
})

/** The content of a canned reply. While inactive it must not block its shortcut, so its key is made of `ownName`. */
export const cannedReplyContent = (fields: CannedReplyFields, ownName: string) => ({
  fields,
  shortcutKey: fields.active ? `${fields.departmentId ?? ''}/${fields.shortcut}` : `retired/${ownName}`
})

type Viewer = Pick<AgentFields, 'role'> & { departmentIds: readonly string[] }

/** The departments whose canned replies somebody sees besides those for all; undefined = every department's. */
export const departmentsVisibleTo = ({ role, departmentIds }: Viewer): readonly string[] | undefined =>
  role === 'agent' ? departmentIds : undefined

export const isVisibleTo = (viewer: Viewer, { departmentId }: Pick<CannedReplyFields, 'departmentId'>): boolean =>
  departmentId === undefined || (departmentsVisibleTo(viewer)?.includes(departmentId) ?? true)
