import { Code, Text } from '@mantine/core'
import { useCannedReplies } from '../../../api/administration.ts'
import { useDepartments } from '../../../api/directory.ts'
import { EntityList } from '../entity-list.tsx'
import { useMessages } from './messages.ts'

export function CannedReplyList() {
  const t = useMessages()
  const departments = useDepartments()
  return (
    <EntityList
      title={t.title}
      path="/admin/canned-replies"
      addLabel={t.add}
      query={useCannedReplies()}
      textOf={({ shortcut, text }) => `/${shortcut} ${text}`}
      columns={[
        { title: t.shortcut, cell: ({ shortcut }) => <Code>/{shortcut}</Code> },
        {
          title: t.department,
          cell: ({ departmentId }) =>
            departmentId === undefined ? t.everybody : (departments.get(departmentId)?.name ?? departmentId)
        },
        {
          title: t.text,
          cell: ({ text }) => (
            <Text fz="sm" lineClamp={1} maw={640}>
              {text}
            </Text>
          )
        }
      ]}
    />
  )
}
