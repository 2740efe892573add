import { type InternalNote, listMessages, listNotes } from '@inbox/contracts'
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { call } from '../../../api/call.ts'
import { useLive } from '../../../live/live-context.tsx'
import { type FeedPage, feedOf, withMessage } from './feed.ts'

const PAGE = 50
const MOST_NOTES = 200

/** Messages and notes of a conversation, as they come; older ones by `more`. */
export function useFeed(conversationId: string) {
  const { connection } = useLive()
  const queries = useQueryClient()
  const messagesKey = useMemo(() => ['messages', conversationId], [conversationId])
  const notesKey = useMemo(() => ['notes', conversationId], [conversationId])

  const messages = useInfiniteQuery({
    queryKey: messagesKey,
    queryFn: ({ pageParam }) =>
      call(listMessages, {
        params: { id: conversationId },
        query: { limit: PAGE, ...(pageParam && { before: pageParam }) }
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }: FeedPage) => nextCursor,
    refetchOnMount: 'always'
  })
  const notes = useQuery({
    queryKey: notesKey,
    queryFn: () => call(listNotes, { params: { id: conversationId }, query: { limit: MOST_NOTES } }),
    refetchOnMount: 'always'
  })

  useEffect(() => {
    const stops = [
      connection.on('message', ({ conversationId: id, message }) => {
        if (id !== conversationId) return
        queries.setQueryData<InfiniteData<FeedPage, string>>(
          messagesKey,
          data => data && { ...data, pages: withMessage(data.pages, message) }
        )
      }),
      connection.on('note', ({ conversationId: id, note }) => {
        if (id !== conversationId) return
        queries.setQueryData<{ items: InternalNote[]; nextCursor: string | null }>(
          notesKey,
          data => data && { ...data, items: [...data.items.filter(each => each.id !== note.id), note] }
        )
      }),
      // after a gap something may have been missed
      connection.on('snapshot', () => {
        void queries.invalidateQueries({ queryKey: messagesKey })
        void queries.invalidateQueries({ queryKey: notesKey })
      })
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [connection, queries, conversationId, messagesKey, notesKey])

  const all = useMemo(() => (messages.data?.pages ?? []).toReversed().flatMap(({ items }) => items), [messages.data])
  const entries = useMemo(() => feedOf(all, notes.data?.items ?? []), [all, notes.data])
  return {
    entries,
    messages: all,
    loading: messages.isPending,
    failed: messages.isError,
    again: () => void messages.refetch(),
    hasOlder: messages.hasNextPage,
    loadingOlder: messages.isFetchingNextPage,
    older: () => void messages.fetchNextPage()
  }
}
