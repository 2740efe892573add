import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconMessage2Bolt, IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { CannedReplies } from './canned-replies.tsx'
import classes from './composer.module.css'
import { EmojiPicker } from './emoji-picker.tsx'
import { useMessages } from './messages.ts'
import { sendOff } from './outbox.ts'
import { useCannedPicker } from './use-canned-picker.ts'
import { useNote } from './use-note.ts'

interface Props {
  conversation: ConversationSummary
  text: string
  onChange: (text: string) => void
  onTyping: (typing: boolean) => void
  /** Why no answer can be sent; notes always can. */
  hindrance: string | undefined
}

export function Composer({ conversation, text, onChange, onTyping, hindrance }: Props) {
  const t = useMessages()
  const me = useMe()
  const [mode, setMode] = useState<'reply' | 'note'>('reply')
  const note = useNote(conversation.id)
  const area = useRef<HTMLTextAreaElement>(null)
  const reasonId = useId()
  const canned = useCannedPicker(conversation, text, words => {
    onChange(words)
    area.current?.focus()
  })
  const isNote = mode === 'note'
  const value = isNote ? note.text : text
  const blocked = !isNote && hindrance !== undefined

  const write = (next: string) => {
    if (isNote) return note.write(next)
    onChange(next)
    onTyping(next !== '')
    canned.show(/^\/\S*$/.test(next))
  }
  const insert = (piece: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {}
    write(value.slice(0, selectionStart) + piece + value.slice(selectionEnd))
    area.current?.focus()
  }
  const submit = () => {
    const words = value.trim()
    if (words === '' || blocked || note.saving) return
    if (isNote) return void note.save()
    sendOff({ conversationId: conversation.id, agentId: me.id, text: words })
    onChange('')
    onTyping(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // while a word is being composed, Enter belongs to the input method
    if (event.nativeEvent.isComposing) return
    if (!isNote && canned.takeKey(event)) return event.preventDefault()
    if (event.key === 'Escape') return area.current?.blur()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    submit()
  }
  return (
    <CannedReplies picker={canned}>
      <div className={classes.composer} data-mode={mode}>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            value={mode}
            onChange={next => {
              setMode(next as typeof mode)
              canned.show(false)
            }}
            data={[
              { value: 'reply', label: t.reply },
              { value: 'note', label: t.noteMode }
            ]}
          />
          {blocked && (
            <span className={classes.reason} id={reasonId} role="status">
              {hindrance}
            </span>
          )}
        </div>
        <Textarea
          ref={area}
          className={classes.area}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={9}
          value={value}
          disabled={blocked}
          readOnly={note.saving}
          onChange={event => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          placeholder={isNote ? t.writeNote : t.writeReply}
          aria-label={isNote ? t.writeNote : t.writeReply}
          aria-describedby={blocked ? reasonId : undefined}
          {...(!isNote && canned.spoken)}
          data-composer
        />
        <div className={classes.bar}>
          <div className={classes.tools}>
            {!blocked && <EmojiPicker onPick={insert} />}
            {!isNote && !blocked && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t.canned}
                title={`${t.canned}. ${t.cannedHint}`}
                onClick={() => {
                  canned.show(!canned.opened)
                  area.current?.focus()
                }}
              >
                <IconMessage2Bolt size={20} stroke={1.7} />
              </ActionIcon>
            )}
          </div>
          <Button
            size="sm"
            color={isNote ? 'yellow' : 'pine'}
            disabled={blocked || value.trim() === ''}
            onClick={submit}
            loading={note.saving}
            rightSection={!isNote && <IconSend2 size={17} stroke={1.8} />}
          >
            {isNote ? t.saveNote : t.send}
          </Button>
        </div>
      </div>
    </CannedReplies>
  )
}
