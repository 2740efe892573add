import { useChannelHealth } from '../../../api/channel-health.ts'
import { useChannels, useDepartments } from '../../../api/directory.ts'
import { ChannelIcon } from '../../../ui/channel-icon.tsx'
import { useMessages as useStateWords } from '../../../ui/channel-state.messages.ts'
import { ChannelSides } from '../../../ui/channel-state.tsx'
import { EntityList } from '../entity-list.tsx'
import { useMessages } from './messages.ts'

const CONNECTED = { state: 'connected' } as const

export function ChannelList() {
  const t = useMessages()
  const state = useStateWords()
  const departments = useDepartments()
  const health = useChannelHealth()
  return (
    <EntityList
      title={t.title}
      path="/admin/channels"
      addLabel={t.add}
      query={useChannels()}
      icon={({ kind, icon, active }) => <ChannelIcon icon={icon ?? kind} inactive={!active} size={30} />}
      columns={[
        { title: t.kind, cell: ({ kind }) => t.kinds[kind] },
        { title: t.department, cell: ({ departmentId }) => departments.get(departmentId)?.name ?? departmentId },
        { title: state.title, cell: ({ id }) => <ChannelSides {...(health.get(id) ?? CONNECTED)} /> },
        { title: t.keys, cell: ({ keys }) => keys.length }
      ]}
    />
  )
}
