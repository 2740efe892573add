import type { Draft } from '@inbox/contracts'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { useLink } from '../../../live/live-context.tsx'
import { onForgotten } from '../forgetting.ts'
import { createKeptDraft, type Written } from './kept-draft.ts'

const SYNC_MS = 800
const nothing: Written = { text: '' }

/** What is being typed in a conversation, kept on this machine at every keystroke and on the server soon after. */
export function useDraft(conversationId: string, fromServer: Draft | null | undefined) {
  const { id: meId } = useMe()
  const link = useLink()
  const kept = useMemo(() => createKeptDraft(meId, conversationId), [meId, conversationId])
  const [written, setWritten] = useState<Written>(() => kept.read() ?? nothing)
  const touched = useRef(false)
  // text typed here that never arrived is newer than the server's
  const [ahead] = useState(() => kept.read()?.synced === false)

  useEffect(() => {
    if (touched.current || ahead || fromServer === undefined) return
    setWritten(fromServer ?? nothing)
    if (!fromServer) kept.forget()
  }, [kept, ahead, fromServer])

  useEffect(() => {
    if (link === 'connected') void kept.sync()
  }, [link, kept])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change restarts the timer
  useEffect(() => {
    const timer = setTimeout(() => void kept.sync(), SYNC_MS)
    return () => clearTimeout(timer)
  }, [written, kept])

  useEffect(() => () => void kept.sync(), [kept])

  const change = useCallback(
    (next: Written) => {
      touched.current = true
      kept.keep(next)
      setWritten(next)
    },
    [kept]
  )
  useEffect(
    () =>
      kept.onChangeElsewhere(() => {
        touched.current = true
        setWritten(kept.read() ?? nothing)
      }),
    [kept]
  )
  useEffect(
    () => onForgotten(forgotten => void (forgotten === conversationId && setWritten(nothing))),
    [conversationId]
  )
  return [written, change] as const
}
