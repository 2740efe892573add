import { type Draft, putDraft } from '@inbox/contracts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { useMe } from '../../../api/session.ts'
import { useLink } from '../../../live/live-context.tsx'

interface Kept {
  text: string
  /** Whether the server has it. */
  synced: boolean
}

const SYNC_MS = 800

/** What is being typed in a conversation: kept on this machine with every key, and on the server soon after. */
export function useDraft(conversationId: string, fromServer: Draft | null | undefined) {
  const { id: meId } = useMe()
  const link = useLink()
  const key = `inbox-draft:${meId}:${conversationId}`
  const [text, setText] = useState(() => read(key)?.text ?? '')
  const touched = useRef(false)
  // what was typed here and never arrived is newer than what the server has
  const ahead = useRef(read(key)?.synced === false)

  const sync = useCallback(async () => {
    const kept = read(key)
    if (!kept || kept.synced) return
    try {
      await call(putDraft, { params: { id: conversationId }, body: { text: kept.text } })
    } catch (error) {
      // the connection may come back; a no stays a no, and the text stays here
      if (!(error instanceof Refusal)) return
    }
    const now = read(key)
    if (now?.text !== kept.text) return
    if (kept.text === '') localStorage.removeItem(key)
    else write(key, { text: kept.text, synced: true })
  }, [key, conversationId])

  useEffect(() => {
    if (touched.current || ahead.current || fromServer === undefined) return
    setText(fromServer?.text ?? '')
    if (!fromServer) localStorage.removeItem(key)
  }, [key, fromServer])

  useEffect(() => {
    if (link === 'connected') void sync()
  }, [link, sync])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text starts the time anew
  useEffect(() => {
    const timer = setTimeout(() => void sync(), SYNC_MS)
    return () => clearTimeout(timer)
  }, [text, sync])

  useEffect(() => () => void sync(), [sync])

  const change = useCallback(
    (next: string) => {
      touched.current = true
      write(key, { text: next, synced: false })
      setText(next)
    },
    [key]
  )
  return [text, change] as const
}

function read(key: string): Kept | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as Kept
  } catch {
    return undefined
  }
}

const write = (key: string, kept: Kept) => localStorage.setItem(key, JSON.stringify(kept))
