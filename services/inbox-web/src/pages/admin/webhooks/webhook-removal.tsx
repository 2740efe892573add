import { deleteWebhook } from '@inbox/contracts'
import { Button, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { webhooksChanged } from '../../../api/webhooks.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { useMessages } from './messages.ts'

/** Deletes a webhook after a confirmation that states the consequences. */
export function WebhookRemoval({ id, onRemoved }: { id: string; onRemoved: () => void }) {
  const t = useMessages()
  const words = useFormWords()
  const [asking, setAsking] = useState(false)
  const remove = async () => {
    setAsking(false)
    try {
      await call(deleteWebhook, { params: { id } })
      onRemoved()
      await webhooksChanged()
    } catch (error) {
      notifications.show({ color: 'red', message: refusalWords(error, words) })
    }
  }
  return (
    <Group>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
        {t.remove}
      </Button>
      {asking && (
        <Modal opened onClose={() => setAsking(false)} title={t.remove} centered>
          <Text mb="md">{t.removeHint}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {words.cancel}
            </Button>
            <Button color="red.9" onClick={() => void remove()}>
              {t.remove}
            </Button>
          </Group>
        </Modal>
      )}
    </Group>
  )
}
