import type { AgentFields, CannedReply, CannedReplyFields } from '@inbox/contracts'
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

type Viewer = Pick<AgentFields, 'role'> & { departmentIds: readonly string[] }

/** The departments whose canned replies somebody sees, besides those for all; undefined: those of every department. */
export const departmentsVisibleTo = ({ role, departmentIds }: Viewer): readonly string[] | undefined =>
  role === 'agent' ? departmentIds : undefined

export const isVisibleTo = (viewer: Viewer, { departmentId }: Pick<CannedReplyFields, 'departmentId'>): boolean =>
  departmentId === undefined || (departmentsVisibleTo(viewer)?.includes(departmentId) ?? true)
