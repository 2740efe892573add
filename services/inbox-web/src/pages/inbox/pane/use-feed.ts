import { type InternalNote, listMessages, listNotes, type Message } from '@inbox/contracts'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLink, useLive, useTrouble } from '../../../live/live-context.tsx'
import { isHttpOnly } from '../../../live/poll-without-socket.ts'
import { onForgotten } from '../forgetting.ts'
import { onDelivered } from '../outbox/page-outbox.ts'
import { type FeedPage, feedOf, withMessage } from './feed.ts'

const PAGE = 50
const MAX_NOTES = 200
/** The polling interval while there are no pushes. */
const EVERY_MS = 5000

/** Messages and notes of a conversation, as they arrive; older ones on request. */
export function useFeed(conversationId: string) {
  const refetchInterval = isHttpOnly(useLink(), useTrouble()) && EVERY_MS
  const messages = useInfiniteQuery({
    queryKey: ['messages', conversationId],
    queryFn: ({ pageParam }) =>
      call(listMessages, {
        params: { id: conversationId },
        query: { limit: PAGE, ...(pageParam && { before: pageParam }) }
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }: FeedPage) => nextCursor,
    refetchOnMount: 'always',
    refetchInterval
  })
  const notes = useQuery({
    queryKey: ['notes', conversationId],
    queryFn: () => call(listNotes, { params: { id: conversationId }, query: { limit: MAX_NOTES } }),
    refetchOnMount: 'always',
    refetchInterval
  })

  // merged over what was read, as a page read before a push may arrive after it
  const pushed = usePushed(conversationId)
  const all = useMemo(() => {
    const pages = pushed.messages.reduce<FeedPage[]>(withMessage, messages.data?.pages ?? [])
    return pages.toReversed().flatMap(({ items }) => items)
  }, [messages.data, pushed.messages])
  const allNotes = useMemo(() => {
    const told = new Map([...(notes.data?.items ?? []), ...pushed.notes].map(note => [note.id, note]))
    return [...told.values()]
  }, [notes.data, pushed.notes])
  const entries = useMemo(() => feedOf(all, allNotes), [all, allNotes])
  return {
    entries,
    messages: all,
    notes: allNotes,
    loading: messages.isPending,
    /** Whether the newest page has been read since this was opened. */
    fresh: messages.isFetchedAfterMount,
    failed: messages.isError,
    again: () => void messages.refetch(),
    hasOlder: messages.hasNextPage,
    loadingOlder: messages.isFetchingNextPage,
    olderFailed: messages.isFetchNextPageError,
    older: () => void messages.fetchNextPage()
  }
}

/** What has arrived since this was opened, by the socket or in response to what was sent off here. */
function usePushed(conversationId: string) {
  const { connection } = useLive()
  const supervises = useMe().role !== 'agent'
  const queries = useQueryClient()
  const [messages, setMessages] = useState<readonly Message[]>([])
  const [notes, setNotes] = useState<readonly InternalNote[]>([])
  useEffect(() => {
    const stops = [
      connection.on('message', ({ conversationId: id, message }) => {
        if (id === conversationId) setMessages(all => [...all, message])
      }),
      connection.on('message.changed', ({ conversationId: id, message }) => {
        if (id !== conversationId) return
        setMessages(all => [...all, message])
        // pushes do not include what it said before
        if (supervises) void queries.invalidateQueries({ queryKey: ['messages', conversationId] })
      }),
      connection.on('note', ({ conversationId: id, note }) => {
        if (id === conversationId) setNotes(all => [...all, note])
      }),
      onDelivered(delivered => {
        if ('message' in delivered && delivered.message.conversationId === conversationId)
          setMessages(all => [...all, delivered.message])
        if ('note' in delivered && delivered.note.conversationId === conversationId)
          setNotes(all => [...all, delivered.note])
      }),
      onForgotten(id => {
        if (id !== conversationId) return
        setMessages([])
        setNotes([])
      }),
      // after a gap something may have been missed
      connection.on('snapshot', () => {
        void queries.invalidateQueries({ queryKey: ['messages', conversationId] })
        void queries.invalidateQueries({ queryKey: ['notes', conversationId] })
      })
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [connection, queries, conversationId, supervises])
  return { messages, notes }
}
