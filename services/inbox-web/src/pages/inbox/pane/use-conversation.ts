import { getConversation } from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'
import { useMe } from '../../../api/session.ts'
import { useLive, useLiveConversation } from '../../../live/live-context.tsx'

/** A conversation by id, live, with the server's draft. */
export function useConversation(id: string) {
  const live = useLive()
  const me = useMe()
  const known = useLiveConversation(id)
  // read again if the open conversation is handed to this agent: the draft of whoever had it comes along
  const mine = known?.agent?.id === me.id || known?.offer?.agentId === me.id
  const detail = useQuery({
    queryKey: ['conversation', id, mine],
    queryFn: () => call(getConversation, { params: { id } }),
    staleTime: 0
  })
  useEffect(() => {
    if (!detail.data) return
    const { draft: _, ...summary } = detail.data
    live.learn(summary)
  }, [live, detail.data])
  return {
    conversation: known ?? detail.data,
    /** Null = there is no draft; undefined = not known yet. */
    draft: detail.isFetchedAfterMount && detail.data ? (detail.data.draft ?? null) : undefined,
    missing: detail.error instanceof Refusal && !known
  }
}
