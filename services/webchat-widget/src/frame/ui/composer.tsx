import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LiveChat } from '../chat/live-chat.ts'
import type { Page } from '../chat/page.ts'
import { t } from '../i18n/language.ts'
import { fitsInAMessage } from '../state/largest.ts'
import { useStore } from '../state/store.ts'
import { Send } from './icons.tsx'
import { useDraft } from './use-draft.ts'

const FINE_POINTER = '(pointer: fine)'

export function Composer({ live, page }: { live: LiveChat; page: Page }) {
  const [text, setText] = useDraft()
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
    // elsewhere, a keyboard would cover the chat before anything was read
    if (open && matchMedia(FINE_POINTER).matches) field.current?.focus()
  }, [open])

  const send = () => {
    const written = text.trim()
    if (written === '') return
    if (!fitsInAMessage(written)) return setTooLong(true)
    live.send({ type: 'text', text: written })
    setText('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // while letters are put together, Enter chooses among them
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      {tooLong && (
        <p class="wrong" id="too-long" role="alert">
          {t.tooLong}
        </p>
      )}
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
      />
      <button type="submit" class="send" aria-label={t.send} title={t.send} disabled={text.trim() === ''}>
        <Send />
      </button>
    </form>
  )
}
