import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { outbox, useOutgoing } from '../outbox/page-outbox.ts'
import { createKeptDraft } from './kept-draft.ts'
import { useMessages } from './messages.ts'
import classes from './unsent.module.css'
import { useKeptText } from './use-kept-text.ts'
import type { Kind, Texts } from './use-texts.ts'
import { saysSomething } from './writing.ts'

interface UnsentText {
  key: string
  kind: Kind
  text: string
  discard: () => void
  /** Saves a note, which is possible whatever has become of the conversation. */
  save?: () => void
}

/** Texts begun where writing is no longer possible: nothing vanishes before its author has seen it. */
function Unsent({ texts }: { texts: readonly UnsentText[] }) {
  const t = useMessages()
  return texts
    .filter(({ text }) => saysSomething(text))
    .map(({ key, kind, text, discard, save }) => (
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

/** What was begun before the conversation ended. */
export function Unfinished({ texts: { answer, note, begunBy, sendOff } }: { texts: Texts }) {
  const begun = { key: 'answer', kind: 'answer', text: answer.text, discard: () => answer.write('') } as const
  const noted = { key: 'note', kind: 'note', text: note.text, discard: () => note.write('') } as const
  return <Unsent texts={[...(begunBy ? [] : [begun]), { ...noted, save: () => sendOff('note') }]} />
}

/** Everything unsent by this agent in a conversation that they can no longer see. */
export function LeftBehind({ conversationId }: { conversationId: string }) {
  const { id: meId } = useMe()
  const [kept] = useState(() => createKeptDraft(meId, conversationId))
  const [draft, setDraft] = useState(() => kept.read()?.text ?? '')
  const [note, writeNote] = useKeptText('note', conversationId)
  const refused = useOutgoing(meId, conversationId).filter(each => each.refused)
  const discardDraft = () => {
    kept.forget()
    setDraft('')
  }
  return (
    <div className={classes.list}>
      <Unsent
        texts={[
          ...refused.map(each => ({ ...each, key: each.id, discard: () => outbox.discard(each) })),
          { key: 'answer', kind: 'answer', text: draft, discard: discardDraft },
          { key: 'note', kind: 'note', text: note, discard: () => writeNote('') }
        ]}
      />
    </div>
  )
}
