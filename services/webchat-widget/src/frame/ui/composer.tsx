import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LiveChat } from '../chat/live-chat.ts'
import type { Page } from '../chat/page.ts'
import { t } from '../i18n/language.ts'
import { fitsInAMessage } from '../state/largest.ts'
import { useStore } from '../state/store.ts'
import { Attach, Send } from './icons.tsx'
import { UploadList } from './uploads.tsx'
import { useDraft } from './use-draft.ts'
import { useFileDrop } from './use-file-drop.ts'

const FINE_POINTER = '(pointer: fine)'

interface ComposerProps {
  live: LiveChat
  page: Page
  /** The size in bytes of the largest file that may be sent; undefined = no files. */
  largestFile: number | undefined
}

export function Composer({ live, page, largestFile }: ComposerProps) {
  const [text, setText] = useDraft(live.ofTab)
  const [tooLong, setTooLong] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const open = useStore(page.open)

  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text, open])
  useEffect(() => {
    // elsewhere a keyboard would cover the chat before anything was read
    if (open && matchMedia(FINE_POINTER).matches) field.current?.focus()
  }, [open])

  const addFiles = largestFile === undefined ? undefined : live.uploads.add
  const above = useFileDrop(addFiles)
  const onPaste = (event: ClipboardEvent) => {
    const { files = [], types = [] } = event.clipboardData ?? {}
    // something copied from a document comes with a picture, too
    if (!addFiles || files.length === 0 || types.includes('text/plain')) return
    event.preventDefault()
    addFiles(files)
  }

  const send = () => {
    const written = text.trim()
    if (written === '') return
    if (!fitsInAMessage(written)) return setTooLong(true)
    live.send({ type: 'text', text: written })
    setText('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // while an input method composes letters, Enter chooses among them
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }
  return (
    <form
      class="composer"
      data-drop={above ? t.dropHere : undefined}
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <UploadList uploads={live.uploads} largest={largestFile} />
      {tooLong && (
        <p class="wrong" id="too-long" role="alert">
          {t.tooLong}
        </p>
      )}
      {addFiles && <AttachButton onFiles={addFiles} />}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        placeholder={t.write}
        aria-label={t.write}
        aria-describedby={tooLong ? 'too-long' : undefined}
        value={text}
        onInput={event => {
          setText(event.currentTarget.value)
          setTooLong(false)
          live.typing(event.currentTarget.value !== '')
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <button type="submit" class="send" aria-label={t.send} title={t.send} disabled={text.trim() === ''}>
        <Send />
      </button>
    </form>
  )
}

function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          // otherwise the same file could not be chosen again
          currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="action"
        aria-label={t.attach}
        title={t.attach}
        onClick={() => chooser.current?.click()}
      >
        <Attach />
      </button>
    </>
  )
}
