import { useAgentList, useDepartments } from '../../../api/directory.ts'
import { EntityList } from '../entity-list.tsx'
import { useMessages } from './messages.ts'

export function AgentList() {
  const t = useMessages()
  const departments = useDepartments()
  return (
    <EntityList
      title={t.title}
      path="/admin/agents"
      addLabel={t.add}
      query={useAgentList()}
      textOf={({ email }) => email}
      columns={[
        { title: t.role, cell: ({ role, bot }) => (bot ? t.kinds.bot : t.roles[role]) },
        {
          title: t.departments,
          cell: ({ departmentIds }) =>
            departmentIds.map(id => departments.get(id)?.name ?? id).join(', ') || t.noDepartments
        },
        { title: t.limit, cell: ({ limit }) => limit },
        { title: t.email, cell: ({ email }) => email }
      ]}
    />
  )
}
