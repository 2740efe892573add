import { type ContactRef, eraseContact } from '@inbox/contracts'
import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconEraser } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { useMessages } from './messages.ts'

/** Erases a contact for good, after saying what that deletes. */
export function EraseContact({ contact }: { contact: ContactRef }) {
  const t = useMessages().erase
  const words = useFormWords()
  const name = useContactName()(contact)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)

  const erase = async () => {
    setBusy(true)
    try {
      await call(eraseContact, { params: { id: contact.id } })
      notifications.show({ message: t.begun })
      setAsking(false)
    } catch (error) {
      const isOpen = error instanceof Refusal && error.code === 'in-conversation'
      notifications.show({ color: 'red', message: isOpen ? t.stillOpen : `${t.failed} ${refusalWords(error, words)}` })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        variant="subtle"
        color="var(--danger)"
        size="xs"
        leftSection={<IconEraser size={16} stroke={1.7} />}
        onClick={() => setAsking(true)}
      >
        {t.button}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={t.title(name)} centered>
        <Stack>
          <Text>{t.goes}</Text>
          <List size="sm">
            {t.what.map(each => (
              <List.Item key={each}>{each}</List.Item>
            ))}
          </List>
          <Text>{t.stays}</Text>
          <Text fw={600}>{t.forGood}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {t.cancel}
            </Button>
            <Button color="red.9" loading={busy} onClick={() => void erase()}>
              {t.button}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
