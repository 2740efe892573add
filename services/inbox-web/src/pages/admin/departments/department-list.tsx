import { useAgents, useDepartmentList } from '../../../api/directory.ts'
import { EntityList } from '../entity-list.tsx'
import { useMessages as useAdminWords } from '../messages.ts'
import { useMessages } from './messages.ts'

export function DepartmentList() {
  const t = useMessages()
  const words = useAdminWords()
  const agents = useAgents()
  const membersOf = (id: string) =>
    [...agents.values()].filter(({ active, departmentIds }) => active && departmentIds.includes(id)).length
  return (
    <EntityList
      title={t.title}
      path="/admin/departments"
      addLabel={t.add}
      query={useDepartmentList()}
      columns={[
        { title: t.mode, cell: ({ distribution: { mode } }) => t.modes[mode] },
        {
          title: t.strategy,
          cell: ({ distribution: { mode, strategy } }) => (mode === 'automatic' ? t.strategies[strategy] : '–')
        },
        { title: words.area.agents, cell: ({ id }) => membersOf(id) },
        { title: t.hours, cell: ({ hours }) => hours?.timeZone ?? '–' }
      ]}
    />
  )
}
