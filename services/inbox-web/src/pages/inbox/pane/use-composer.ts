import type { ConversationSummary, Message } from '@inbox/contracts'
import { useMediaQuery } from '@mantine/hooks'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useChannels } from '../../../api/directory.ts'
import type { Attachment } from '../attachments/attachments.ts'
import { recordedAs } from '../attachments/kind-for.ts'
import { attachments, useAttachments } from '../attachments/page-attachments.ts'
import { useMessageActions } from './message-actions.ts'
import { useMessages } from './messages.ts'
import { stepped } from './quoted.ts'
import { useCannedPicker } from './use-canned-picker.ts'
import { useMailDraft } from './use-mail-draft.ts'
import type { Texts } from './use-texts.ts'
import { wantedFocus } from './wanted-focus.ts'
import { fewLeft, isComposing, saysSomething, sends, tooLongBy } from './writing.ts'

/** A mail may leave once all of its files are uploaded, even without a text. */
const maySend = (wrong: boolean, text: string, attached: readonly Attachment[]) =>
  !wrong && (saysSomething(text) || attached.length > 0) && attached.every(({ media }) => media !== undefined)

const isRecordable = (type: string) => 'MediaRecorder' in window && MediaRecorder.isTypeSupported(type)

export interface ComposerProps {
  conversation: ConversationSummary
  texts: Texts
  messages: readonly Message[]
  onTyping: (typing: boolean) => void
  /** Why no answer can be sent; notes always can. */
  replyBlocker: string | undefined
}

/** Something copied from a document often comes with a picture, too, which is not a file to attach. */
const filesPasted = ({ clipboardData: { files, types } }: ClipboardEvent): File[] =>
  types.includes('text/plain') ? [] : [...files]

/** Puts the cursor into the answer that somebody has asked to write, once they can. */
function useWantedFocus(
  conversationId: string,
  blocked: boolean,
  touch: boolean,
  area: RefObject<HTMLTextAreaElement | null>
): void {
  useEffect(() => {
    if (blocked || wantedFocus.get() !== conversationId) return
    wantedFocus.set(undefined)
    // on touch screens the keyboard would cover the messages before they are read
    if (!touch) area.current?.focus()
  }, [blocked, touch, conversationId, area])
}

/** What the keys and buttons of the composer do. */
export function useComposer({ conversation, texts, messages, onTyping, replyBlocker }: ComposerProps) {
  const t = useMessages()
  const area = useRef<HTMLTextAreaElement>(null)
  const touch = useMediaQuery('(pointer: coarse)', undefined, { getInitialValueInEffect: false }) ?? false
  const { mode, answer } = texts
  const isNote = mode === 'note'
  const { text, write: keep } = texts[mode]
  const focus = () => area.current?.focus()
  const canned = useCannedPicker(conversation, answer.text, words => {
    answer.write(words)
    focus()
  })

  const blocked = !isNote && replyBlocker !== undefined
  const can = useChannels().data?.get(conversation.channel.id)?.capabilities
  const media = can?.media ?? {}
  const mail = useMailDraft(conversation, messages, texts)
  const attached = useAttachments(conversation.id)
  const attach = (files: readonly File[]) =>
    void (
      files.length > 0 &&
      attachments.add({ conversationId: conversation.id, agentId: texts.agentId }, files, media, mail !== undefined)
    )
  const excess = tooLongBy(mode, text.trim(), can?.text.max)
  const left = isNote ? undefined : fewLeft(text.trim(), can?.text.max)
  const reason = blocked ? replyBlocker : excess > 0 ? t.tooLong(excess) : undefined
  const sendable = reason === undefined && (mail && !isNote ? maySend(mail.wrong, text, attached) : saysSomething(text))
  useWantedFocus(conversation.id, blocked, touch, area)

  const { answer: answerTo } = useMessageActions()
  const quoted = isNote ? undefined : texts.replyTo
  /** By keyboard: answers the message above or below the one being answered. */
  const step = (by: 1 | -1) => {
    const next = stepped(messages, quoted?.messageId, by)
    if (next) answerTo?.(next)
    else texts.answerTo(undefined)
  }

  const write = (next: string) => {
    keep(next)
    if (isNote) return
    onTyping(next !== '')
    canned.show(/^\/\S*$/.test(next))
  }
  const submit = () => {
    if (!sendable) return
    texts.sendOff(mode, isNote ? undefined : mail?.take(text.trim(), attachments.take(conversation.id)))
    if (!isNote) onTyping(false)
  }
  return {
    /** Attaches files; undefined if the channel takes none or answering is not possible. */
    attach: !blocked && !isNote && Object.keys(media).length > 0 ? attach : undefined,
    recordAs: recordedAs(media, isRecordable),
    onPaste(event: ClipboardEvent) {
      const files = filesPasted(event)
      if (files.length === 0) return
      event.preventDefault()
      if (!blocked && !isNote) attach(files)
    },
    /** The e-mail fields, where an answer is an e-mail and may be written. */
    mail: isNote || blocked ? undefined : mail?.fields,
    signature: isNote || blocked ? undefined : mail?.signature,
    area,
    touch,
    mode,
    isNote,
    text,
    blocked,
    reason,
    left,
    sendable,
    canned,
    quoted,
    write,
    submit,
    focus,
    insert(piece: string) {
      const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {}
      write(text.slice(0, selectionStart) + piece + text.slice(selectionEnd))
      focus()
    },
    onKeyDown(event: KeyboardEvent) {
      if (isComposing(event.nativeEvent)) return
      if (!isNote && canned.takeKey(event)) return event.preventDefault()
      if (event.key === 'Escape') return quoted ? texts.answerTo(undefined) : area.current?.blur()
      if (!isNote && answerTo && (event.ctrlKey || event.metaKey) && /^Arrow(Up|Down)$/.test(event.key)) {
        event.preventDefault()
        return step(event.key === 'ArrowUp' ? -1 : 1)
      }
      if (!sends(event.nativeEvent, touch)) return
      event.preventDefault()
      submit()
    }
  }
}
