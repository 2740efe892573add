import { ActionIcon, Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconMessage2Bolt, IconSend2 } from '@tabler/icons-react'
import { useId } from 'react'
import { AttachTools } from '../attachments/attach-tools.tsx'
import { AttachmentList } from '../attachments/attachment-list.tsx'
import { TemplateButton } from '../templates/template-button.tsx'
import { CannedReplies } from './canned-replies.tsx'
import classes from './composer.module.css'
import { EmojiPicker } from './emoji-picker.tsx'
import { FormatTools } from './format-tools.tsx'
import { MailFields } from './mail-fields.tsx'
import { useMessages } from './messages.ts'
import { ComposedQuote } from './quote.tsx'
import { quoteOfComposed } from './quoted.ts'
import { type ComposerProps, useComposer } from './use-composer.ts'
import type { Kind } from './use-texts.ts'

/** Where answers and notes are written. */
export function Composer(props: ComposerProps) {
  const t = useMessages()
  const reasonId = useId()
  const composer = useComposer(props)
  const { area, touch, mode, isNote, text, blocked, reason, canned } = composer
  const hint = isNote ? t.writeNote : touch ? t.writeReplyTouch : t.writeReply
  const choose = (next: string) => {
    props.texts.setMode(next as Kind)
    canned.show(false)
  }
  const kinds = [
    { value: 'answer', label: t.reply },
    { value: 'note', label: t.noteMode }
  ]
  return (
    <CannedReplies picker={canned}>
      <div className={classes.composer} data-mode={mode}>
        <div className={classes.bar}>
          <SegmentedControl size="xs" value={mode} onChange={choose} data={kinds} />
          {reason && (
            <span className={classes.reason} id={reasonId} role="status">
              {reason}
            </span>
          )}
          {!reason && composer.left !== undefined && (
            <span className={classes.left}>{t.charactersLeft(composer.left)}</span>
          )}
        </div>
        {composer.quoted && (
          <ComposedQuote
            quote={
              quoteOfComposed(props.messages, composer.quoted.messageId) ?? {
                said: { type: 'text', preview: t.olderMessage }
              }
            }
            onRemove={() => {
              props.texts.answerTo(undefined)
              composer.focus()
            }}
          />
        )}
        {composer.mail && <MailFields {...composer.mail} />}
        <Textarea
          ref={area}
          className={classes.area}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={9}
          value={text}
          // text already there can still be read and copied
          disabled={blocked && text === ''}
          readOnly={blocked}
          enterKeyHint={touch ? 'enter' : 'send'}
          onChange={event => composer.write(event.currentTarget.value)}
          onKeyDown={composer.onKeyDown}
          onPaste={composer.onPaste}
          placeholder={hint}
          aria-label={hint}
          aria-describedby={reason ? reasonId : undefined}
          {...(!isNote && canned.spoken)}
          data-composer
        />
        {composer.signature && (
          <div className={classes.signature} role="note" aria-label={t.signature} dir="auto">
            {composer.signature}
          </div>
        )}
        <AttachmentList conversationId={props.conversation.id} />
        <Tools composer={composer} conversation={props.conversation} />
      </div>
    </CannedReplies>
  )
}

interface ToolsProps extends Pick<ComposerProps, 'conversation'> {
  composer: ReturnType<typeof useComposer>
}

/** Below the text: what can be inserted, and how to send. */
function Tools({ composer, conversation }: ToolsProps) {
  const t = useMessages()
  const { area, isNote, blocked, sendable, canned, touch, attach, recordAs, insert, focus, submit } = composer
  const toggleCanned = () => {
    canned.show(!canned.opened)
    focus()
  }
  return (
    <div className={classes.bar}>
      <div className={classes.tools}>
        {!blocked && <EmojiPicker onPick={insert} />}
        {composer.mail && <FormatTools area={area} text={composer.text} write={composer.write} />}
        {attach && <AttachTools touch={touch} recordAs={recordAs} onFiles={attach} />}
        {!isNote && !blocked && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t.canned}
            title={`${t.canned}. ${t.cannedHint}`}
            onClick={toggleCanned}
          >
            <IconMessage2Bolt size={20} stroke={1.7} />
          </ActionIcon>
        )}
        {!isNote && <TemplateButton conversation={conversation} alone={blocked} />}
      </div>
      <Button
        size="sm"
        flex="none"
        color={isNote ? 'yellow' : 'pine'}
        disabled={!sendable}
        onClick={submit}
        rightSection={!isNote && <IconSend2 size={17} stroke={1.8} />}
      >
        {isNote ? t.saveNote : t.send}
      </Button>
    </div>
  )
}
