import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { LiveChat } from '../chat/live-chat.ts'
import { format, t } from '../i18n/language.ts'
import type { Chat } from '../state/chat.ts'
import { type Line, timelineOf } from '../state/timeline.ts'
import { ContentView } from './content.tsx'

/** Scrollable by keyboard, too. */
const scrollable = { tabIndex: 0 } as const
/** Within this many pixels of the end, the visitor is reading the newest message. */
const NEAR = 60

export function Messages({ live, chat }: { live: LiveChat; chat: Chat }) {
  const { messages, outbox, ends, welcome } = chat
  const lines = useMemo(() => timelineOf({ messages, outbox, ends }), [messages, outbox, ends])
  const list = useRef<HTMLDivElement>(null)
  const { unseen, toEnd } = useEnd(list, lines)
  const isNew = useSettled(chat.told)
  return (
    <main>
      <div
        class="log"
        ref={list}
        role="log"
        aria-label={t.messages}
        aria-live={isNew ? 'polite' : 'off'}
        aria-relevant="additions"
        {...scrollable}
      >
        <div>
          {chat.more && <Earlier live={live} />}
          {welcome?.greeting && (
            <p class="greeting" dir="auto">
              {welcome.greeting}
            </p>
          )}
          {lines.map(line => (
            <Row key={line.key} line={line} live={live} />
          ))}
          {chat.typing && <Typing name={chat.agent} />}
        </div>
      </div>
      {unseen && (
        <button type="button" class="to-end" onClick={toEnd}>
          {t.newMessages}
        </button>
      )}
    </main>
  )
}

function Earlier({ live }: { live: LiveChat }) {
  const [loads, setLoads] = useState(false)
  const load = async () => {
    setLoads(true)
    await live.loadOlder()
    setLoads(false)
  }
  return (
    <p class="divider">
      <button type="button" class="link" disabled={loads} onClick={load}>
        {t.earlier}
      </button>
    </p>
  )
}

function Row({ line, live }: { line: Line; live: LiveChat }) {
  const { from, name, content, mediaGone, at, reaction, newDay, continues, continued, ends, outgoing } = line
  return (
    <>
      {newDay && <p class="divider">{format.day(at, Date.now())}</p>}
      <div class={`row ${from}`} data-continues={continues || undefined}>
        {from === 'visitor' ? (
          <span class="unseen">{t.you}: </span>
        ) : (
          name && (
            <span class={continues ? 'unseen' : 'who'}>
              <bdi>{name}</bdi>
              <span class="unseen">: </span>
            </span>
          )
        )}
        <div class="bubble">
          <ContentView content={content} preview={live.previewOf(line.key)} gone={mediaGone} />
        </div>
        {reaction && (
          <span class="reaction" role="img" aria-label={`${t.reaction}: ${reaction}`}>
            {reaction}
          </span>
        )}
        {outgoing ? (
          <Outgoing outgoing={outgoing} live={live} />
        ) : (
          <When at={at} own={from === 'visitor'} last={!continued} />
        )}
      </div>
      {ends && <p class="divider">{t.ended}</p>}
    </>
  )
}

function When({ at, own, last }: { at: string; own: boolean; last: boolean }) {
  return (
    <span class={last ? 'when' : 'unseen'}>
      <time dateTime={at}>{format.time(at)}</time>
      {own && ` · ${t.sent}`}
    </span>
  )
}

function Outgoing({ outgoing, live }: { outgoing: NonNullable<Line['outgoing']>; live: LiveChat }) {
  const { clientMessageId, refused } = outgoing
  if (refused === undefined) return <span class="when">{t.sending}</span>
  return (
    <span class="when refused">
      {t.notSent}{' '}
      <button type="button" class="link" onClick={() => live.tryAgain(clientMessageId)}>
        {t.tryAgain}
      </button>{' '}
      <button type="button" class="link" onClick={() => live.discard(clientMessageId)}>
        {t.discard}
      </button>
    </span>
  )
}

/** Not read out by screen readers: it comes and goes too often. */
function Typing({ name = t.somebody }: { name: string | undefined }) {
  return (
    <div class="row agent typing" role="img" aria-label={t.typing(name)} aria-live="off">
      <span class="bubble">
        <i />
        <i />
        <i />
      </span>
    </div>
  )
}

/** False until the existing messages have been shown, because only new ones should be read out. */
function useSettled(told: boolean): boolean {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (!told) return
    const timer = setTimeout(() => setSettled(true), 500)
    return () => clearTimeout(timer)
  }, [told])
  return settled
}

/** Stays scrolled to the end, however the content grows, while the visitor is there and whenever they write. */
function useEnd(list: { current: HTMLDivElement | null }, lines: readonly Line[]) {
  const atEnd = useRef(true)
  const last = useRef<string | undefined>(undefined)
  const [unseen, setUnseen] = useState(false)
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight })

  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
      if (atEnd.current) setUnseen(false)
    }
    const stay = () => atEnd.current && toEnd()
    const sizes = new ResizeObserver(stay)
    sizes.observe(element)
    // pictures have no size until loaded
    if (element.firstElementChild) sizes.observe(element.firstElementChild)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => sizes.disconnect()
  }, [list])

  useLayoutEffect(() => {
    const newest = lines.at(-1)
    if (atEnd.current || newest?.outgoing) toEnd()
    else if (newest && newest.key !== last.current) setUnseen(true)
    last.current = newest?.key
  }, [lines])
  return { unseen, toEnd }
}
