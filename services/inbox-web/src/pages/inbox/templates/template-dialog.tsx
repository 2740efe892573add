import type { ConversationSummary } from '@inbox/contracts'
import { Modal } from '@mantine/core'
import { useMe } from '../../../api/session.ts'
import { outbox } from '../outbox/page-outbox.ts'
import { useMessages } from './messages.ts'
import { type FilledTemplate, TemplateChooser } from './template-chooser.tsx'

interface Props {
  conversation: ConversationSummary
  onClose: () => void
}

/** Chooses a template, fills it in, and sends it. */
export function TemplateDialog({ conversation: { id: conversationId, channel }, onClose }: Props) {
  const t = useMessages()
  const { id: agentId } = useMe()
  const send = (template: FilledTemplate) => {
    outbox.sendOff({ kind: 'answer', conversationId, agentId, text: template.text, template })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t.template} size="lg">
      <TemplateChooser channelId={channel.id} onSend={send} />
    </Modal>
  )
}
