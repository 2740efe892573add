import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Button } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useChannels } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { mayTemplate } from './choice.ts'
import { useMessages } from './messages.ts'
import { TemplateDialog } from './template-dialog.tsx'

interface Props {
  conversation: ConversationSummary
  /** Shows the label, where nothing else can be sent. */
  alone?: boolean
}

/** Opens the channel's templates, if it has any and they may be sent. */
export function TemplateButton({ conversation, alone = false }: Props) {
  const t = useMessages()
  const me = useMe()
  const [opened, setOpened] = useState(false)
  const can = useChannels().data?.get(conversation.channel.id)?.capabilities.templates ?? false
  if (!can || !mayTemplate(conversation, me.id)) return null
  const open = () => setOpened(true)
  return (
    <>
      {alone ? (
        <Button size="sm" leftSection={<IconTemplate size={17} />} onClick={open}>
          {t.template}
        </Button>
      ) : (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.template} title={t.template} onClick={open}>
          <IconTemplate size={20} stroke={1.7} />
        </ActionIcon>
      )}
      {opened && <TemplateDialog conversation={conversation} onClose={() => setOpened(false)} />}
    </>
  )
}
