import { Select, Title } from '@mantine/core'
import { useState } from 'react'
import { Loaded } from '../../forms/editor.tsx'
import { ActivityChart } from './activity-chart.tsx'
import { AgentTable } from './agent-table.tsx'
import classes from './board-page.module.css'
import { ChannelTable } from './channel-table.tsx'
import { DepartmentTable } from './department-table.tsx'
import { KeyFigures } from './key-figures.tsx'
import { useMessages } from './messages.ts'
import { useMonitor } from './use-board.ts'

/** What is happening right now: who waits, who serves. */
export default function BoardPage() {
  const t = useMessages()
  const monitor = useMonitor()
  const [departmentId, setDepartmentId] = useState('')
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <Title order={1} fz="h2" lts="-0.015em">
          {t.title}
        </Title>
        <Select
          aria-label={t.department}
          data={[
            { value: '', label: t.everywhere },
            ...(monitor.data?.departments ?? []).map(each => ({ value: each.departmentId, label: each.name }))
          ]}
          value={departmentId}
          onChange={next => setDepartmentId(next ?? '')}
          allowDeselect={false}
        />
      </div>
      <Loaded query={monitor}>
        {({ departments, agents }) => {
          const chosen = departments.filter(each => departmentId === '' || each.departmentId === departmentId)
          const people = agents.filter(
            ({ departmentIds, limit }) =>
              departmentIds.length > 0 && limit > 0 && (departmentId === '' || departmentIds.includes(departmentId))
          )
          return (
            <>
              <KeyFigures departments={chosen} agents={people} />
              <ChannelTable departmentIds={chosen.map(each => each.departmentId)} />
              <div className={classes.halves}>
                <DepartmentTable departments={chosen} />
                <ActivityChart departmentIds={chosen.map(each => each.departmentId)} />
              </div>
              <AgentTable agents={people} departments={departments} />
            </>
          )
        }}
      </Loaded>
    </div>
  )
}
