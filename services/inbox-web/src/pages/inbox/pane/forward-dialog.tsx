import type { ConversationSummary, Message } from '@inbox/contracts'
import { Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { useFormat } from '../../../i18n/format.ts'
import { ActionDialog } from '../actions/action-dialog.tsx'
import { useMailMessages } from '../content/mail-messages.ts'
import { outbox } from '../outbox/page-outbox.ts'
import { type Forwarding, forwarded, wrongAddressIn } from './mail-draft.ts'

interface Props {
  conversation: ConversationSummary
  original: Message
  /** What was entered before. */
  known?: Forwarding | undefined
  onClose: () => void
}

/** Forwards a mail with its files to somebody else: this appears in the feed but does not answer the contact. */
export function ForwardDialog({ conversation, original, known = { to: '', text: '' }, onClose }: Props) {
  const t = useMailMessages()
  const format = useFormat()
  const { id: agentId } = useMe()
  const [to, setTo] = useState(known.to)
  const [text, setText] = useState(known.text)
  const wrong = wrongAddressIn(to)
  const send = () =>
    outbox.sendOff({
      kind: 'answer',
      conversationId: conversation.id,
      agentId,
      ...forwarded(original, { to, text }, conversation.thread?.subject, ({ from, at, subject }) =>
        [t.forwarded, `${t.from}: ${from}`, `${t.date}: ${format.dateTime(at)}`, `${t.subject}: ${subject}`].join('\n')
      )
    })
  return (
    <ActionDialog
      title={t.forwardTitle}
      action={t.forward}
      disabled={to.trim() === '' || wrong !== undefined}
      onClose={onClose}
      onSubmit={send}
    >
      <TextInput
        label={t.to}
        value={to}
        error={wrong !== undefined && to.endsWith(' ') && t.noAddress(wrong)}
        onChange={event => setTo(event.currentTarget.value)}
        required
        data-autofocus
      />
      <Textarea
        label={t.forwardText}
        value={text}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={20_000}
        onChange={event => setText(event.currentTarget.value)}
      />
      <Text size="xs" c="var(--text-soft)">
        {t.forwardHint}
      </Text>
    </ActionDialog>
  )
}
