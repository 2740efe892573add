import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { outbox, useOutgoing } from '../outbox/sent-off.ts'
import { keptDraft } from './kept-draft.ts'
import { useMessages } from './messages.ts'
import classes from './unsent.module.css'
import { useNote } from './use-note.ts'

export interface UnsentText {
  key: string
  kind: 'answer' | 'note'
  text: string
  discard: () => void
  /** Of a note: colleagues may be told whatever has become of the conversation. */
  save?: () => void
}

/** What was written where it can no longer be written: nothing vanishes before its author has seen it. */
export function Unsent({ texts }: { texts: readonly UnsentText[] }) {
  const t = useMessages()
  return texts.map(({ key, kind, text, discard, save }) => (
    <section key={key} className={classes.box} data-kind={kind} aria-label={t.unsent[kind]}>
      <Text fz="sm" fw={600}>
        {t.unsent[kind]}
      </Text>
      <Text className={classes.text} dir="auto">
        {text}
      </Text>
      <Group gap="xs">
        {save && (
          <Button size="xs" color="yellow" onClick={save}>
            {t.saveNote}
          </Button>
        )}
        <CopyText value={text} />
        <Button size="xs" variant="subtle" color="gray" onClick={discard}>
          {t.discard}
        </Button>
      </Group>
    </section>
  ))
}

/** The unsent note of a conversation in which no composer shows it. */
export function useUnsentNote(conversationId: string): UnsentText[] {
  const { text, save, write } = useNote(conversationId)
  return text.trim() === '' ? [] : [{ key: 'note', kind: 'note', text, save, discard: () => write('') }]
}

/** All that this agent has written in a conversation that they no longer see. */
export function LeftBehind({ conversationId }: { conversationId: string }) {
  const { id: meId } = useMe()
  const [kept] = useState(() => keptDraft(meId, conversationId))
  const [draft, setDraft] = useState(() => kept.read()?.text ?? '')
  const note = useUnsentNote(conversationId).map(({ save: _, ...each }) => each)
  const refused = useOutgoing(meId, conversationId).filter(each => each.refused)
  const discardDraft = () => {
    kept.forget()
    setDraft('')
  }
  return (
    <div className={classes.list}>
      <Unsent
        texts={[
          ...refused.map(each => ({
            key: each.id,
            kind: each.kind,
            text: each.text,
            discard: () => outbox.discard(each)
          })),
          ...(draft.trim() === ''
            ? []
            : [{ key: 'draft', kind: 'answer' as const, text: draft, discard: discardDraft }]),
          ...note
        ]}
      />
    </div>
  )
}
