import type { Department } from '@inbox/contracts'
import { Button, Group, List, Modal, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useChannels, useDepartments } from '../../../api/directory.ts'
import { useMessages } from './messages.ts'

interface Props {
  department: Department
  onClose: () => void
  /** An empty id: nobody takes over. */
  onConfirm: (successorId: string) => void
}

/** Asks who takes over from a department that is to end, and shows what needs a successor. */
export function SuccessorDialog({ department: { id, name }, onClose, onConfirm }: Props) {
  const t = useMessages()
  const [successorId, setSuccessorId] = useState('')
  const departments = [...useDepartments().values()].filter(each => each.active && each.id !== id)
  const channels = [...(useChannels().data?.values() ?? [])]
  const sources = [
    ...channels.filter(each => each.active && each.departmentId === id).map(each => t.sendsChannel(each.name)),
    ...departments
      .filter(({ distribution }) => distribution.overflow?.departmentId === id)
      .map(each => t.sendsOverflow(each.name))
  ]
  return (
    <Modal opened onClose={onClose} title={t.endTitle(name)} centered>
      <Stack>
        <Text>{t.endHint}</Text>
        {sources.length > 0 && (
          <div>
            <Text>{t.endSources}</Text>
            <List>
              {sources.map(source => (
                <List.Item key={source}>{source}</List.Item>
              ))}
            </List>
          </div>
        )}
        <Select
          label={t.successor}
          placeholder={sources.length > 0 ? '' : t.noSuccessor}
          data={departments.map(each => ({ value: each.id, label: each.name }))}
          value={successorId || null}
          onChange={chosen => setSuccessorId(chosen ?? '')}
          required={sources.length > 0}
          clearable
          searchable
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.goBack}
          </Button>
          <Button disabled={sources.length > 0 && !successorId} onClick={() => onConfirm(successorId)}>
            {t.end}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
