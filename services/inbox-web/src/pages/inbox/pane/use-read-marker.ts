import { type ConversationSummary, markRead } from '@inbox/contracts'
import { useEffect } from 'react'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { useMe } from '../../../api/session.ts'
import { useLive } from '../../../live/live-context.tsx'
import { whenSettled } from '../actions/under-way.ts'

const RETRY_MS = 3000

/** Marks what its owner is looking at as read, once that counts, and retries until the server knows. */
export function useReadMarker({ id, unread, undelivered, status, agent, version }: ConversationSummary): void {
  const live = useLive()
  const me = useMe()
  const own = status === 'ongoing' && agent?.id === me.id
  // undelivered messages also concern whoever has parked the conversation, or views an inactive one
  const missed = undelivered && (status === 'inactive' || agent?.id === me.id)
  const concerns = missed || (own && unread > 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a call that had no effect is repeated for each new version
  useEffect(() => {
    if (!concerns) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    const mark = async () => {
      clearTimeout(timer)
      if (document.visibilityState !== 'visible') return
      // while that is only expected, it is not ours yet
      await whenSettled(id)
      if (over) return
      try {
        live.learn(await call(markRead, { params: { id }, body: {} }))
      } catch (error) {
        if (!over && !(error instanceof Refusal)) timer = setTimeout(mark, RETRY_MS)
      }
    }
    void mark()
    document.addEventListener('visibilitychange', mark)
    return () => {
      over = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', mark)
    }
  }, [live, id, concerns, version])
}
