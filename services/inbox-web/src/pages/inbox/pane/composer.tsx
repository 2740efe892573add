import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMessage2Bolt, IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { outbox } from '../outbox/sent-off.ts'
import { CannedReplies } from './canned-replies.tsx'
import classes from './composer.module.css'
import { EmojiPicker } from './emoji-picker.tsx'
import { useMessages } from './messages.ts'
import { useCannedPicker } from './use-canned-picker.ts'
import { useNote } from './use-note.ts'
import { wantedFocus } from './wanted-focus.ts'
import { isComposing, saysSomething, sends, tooLongBy } from './writing.ts'

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
  const excess = tooLongBy(isNote ? 'note' : 'answer', value.trim())
  const reason = blocked ? hindrance : excess > 0 ? t.tooLong(excess) : undefined
  const touch = useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false })
  const hint = isNote ? t.writeNote : touch ? t.writeReplyTouch : t.writeReply
  useEffect(() => {
    if (blocked || wantedFocus.get() !== conversation.id) return
    wantedFocus.set(undefined)
    // the keyboard of a touched screen would cover the messages before they are read
    if (!touch) area.current?.focus()
  }, [blocked, touch, conversation.id])

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
    if (reason || !saysSomething(value)) return
    if (isNote) return note.save()
    outbox.sendOff({ kind: 'answer', conversationId: conversation.id, agentId: me.id, text: value.trim() })
    onChange('')
    onTyping(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (!isNote && canned.takeKey(event)) return event.preventDefault()
    if (event.key === 'Escape') return area.current?.blur()
    if (!sends(event.nativeEvent, touch ?? false)) return
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
          {reason && (
            <span className={classes.reason} id={reasonId} role="status">
              {reason}
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
          // what stands there can still be read and copied
          disabled={blocked && value === ''}
          readOnly={blocked}
          enterKeyHint={touch ? 'enter' : 'send'}
          onChange={event => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          placeholder={hint}
          aria-label={hint}
          aria-describedby={reason ? reasonId : undefined}
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
            disabled={reason !== undefined || !saysSomething(value)}
            onClick={submit}
            rightSection={!isNote && <IconSend2 size={17} stroke={1.8} />}
          >
            {isNote ? t.saveNote : t.send}
          </Button>
        </div>
      </div>
    </CannedReplies>
  )
}
