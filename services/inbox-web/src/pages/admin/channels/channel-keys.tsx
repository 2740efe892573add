import { type Channel, createChannelKey, revokeChannelKey } from '@inbox/contracts'
import { ActionIcon, Button, Code, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconKey, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { changed } from '../../../api/administration.ts'
import { call } from '../../../api/call.ts'
import { Section } from '../../../forms/editor.tsx'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useMessages } from './messages.ts'
import { NewKeyDialog } from './new-key-dialog.tsx'

const overlaps = { keep: undefined, day: 86_400, hour: 3600, now: 0 } as const
type Overlap = keyof typeof overlaps

/** The keys of a channel by their last characters, and a way to make a new one. */
export function ChannelKeys({ channel: { id, kind, keys } }: { channel: Channel }) {
  const t = useMessages()
  const words = useFormWords()
  const format = useFormat()
  const [overlap, setOverlap] = useState<Overlap>('keep')
  const [made, setMade] = useState<string>()
  const [ending, setEnding] = useState<Channel['keys'][number]>()
  const make = async () => {
    const seconds = overlaps[overlap]
    const body = seconds === undefined ? {} : { retireOthersAfterSeconds: seconds }
    try {
      setMade((await call(createChannelKey, { params: { id }, body })).apiKey)
    } catch {
      notifications.show({ color: 'red', message: words.unreachable })
    }
  }
  const end = async (keyId: string) => {
    setEnding(undefined)
    try {
      await call(revokeChannelKey, { params: { id, keyId } })
      await changed('channels')
    } catch {
      notifications.show({ color: 'red', message: words.unreachable })
    }
  }
  const onClose = () => {
    setMade(undefined)
    // only now, as refetching the channel would close the dialog
    void changed('channels')
  }
  return (
    <Section title={t.keys} hint={t.keysHint}>
      {keys.length === 0 && <Text fz="sm">{kind === 'api' ? t.noKeys : t.noKeysNeeded}</Text>}
      <Stack component="ul" gap={6} m={0} p={0} aria-label={t.keys}>
        {keys.map(key => (
          <Group key={key.id} component="li" gap="sm" wrap="nowrap">
            <IconKey size={16} aria-hidden="true" />
            <Code>sik_…{key.hint}</Code>
            <Text fz="sm" c="var(--text-soft)">
              {t.made(format.dateTime(key.createdAt))}
              {key.expiresAt && ` · ${t.until(format.dateTime(key.expiresAt))}`}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t.endKey}: …${key.hint}`}
              onClick={() => setEnding(key)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <Group align="end">
        {keys.length > 0 && (
          <Select
            label={t.others}
            data={(Object.keys(overlaps) as Overlap[]).map(value => ({ value, label: t.overlap[value] }))}
            value={overlap}
            onChange={next => setOverlap((next ?? 'keep') as Overlap)}
            allowDeselect={false}
            w={200}
          />
        )}
        <Button variant="default" leftSection={<IconKey size={16} />} onClick={() => void make()}>
          {t.newKey}
        </Button>
      </Group>
      {ending && (
        <Modal opened onClose={() => setEnding(undefined)} title={`${t.endKey}: …${ending.hint}`} centered>
          <Text mb="md">{t.endKeyHint}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setEnding(undefined)} data-autofocus>
              {words.cancel}
            </Button>
            <Button color="red.9" onClick={() => void end(ending.id)}>
              {t.endKey}
            </Button>
          </Group>
        </Modal>
      )}
      {made !== undefined && <NewKeyDialog apiKey={made} onClose={onClose} />}
    </Section>
  )
}
