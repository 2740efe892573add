import { type ContactRef, exportContact } from '@inbox/contracts'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { refusalWords } from '../../../forms/refusal-words.ts'
import { saveFile } from '../../../ui/save-file.ts'
import { useMessages } from './messages.ts'

const PAGE = 20

/** Saves everything stored about a contact in one file, which contacts may demand by law. */
export function ExportContact({ contact: { id } }: { contact: ContactRef }) {
  const t = useMessages().export
  const words = useFormWords()
  const [busy, setBusy] = useState(false)

  const save = async () => {
    setBusy(true)
    try {
      const kept = JSON.stringify(await allOf(id), null, 2)
      saveFile(new Blob([kept], { type: 'application/json' }), `contact-${id}.json`)
    } catch (error) {
      notifications.show({ color: 'red', message: `${t.failed} ${refusalWords(error, words)}` })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      variant="subtle"
      color="gray"
      size="xs"
      leftSection={<IconDownload size={16} stroke={1.7} />}
      loading={busy}
      title={t.hint}
      onClick={() => void save()}
    >
      {t.button}
    </Button>
  )
}

async function allOf(id: string) {
  const exportedAt = new Date().toISOString()
  const ask = (cursor?: string) => call(exportContact, { params: { id }, query: { limit: PAGE, cursor } })
  const { contact, items: conversations, nextCursor } = await ask()
  for (let cursor = nextCursor; cursor !== null; ) {
    const page = await ask(cursor)
    conversations.push(...page.items)
    cursor = page.nextCursor
  }
  return { exportedAt, contact, conversations }
}
