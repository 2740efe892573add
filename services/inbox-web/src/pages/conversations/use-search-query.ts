import { listConversations, tab as tabs } from '@inbox/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { call } from '../../api/call.ts'
import { useReadAgain } from '../../live/use-read-again.ts'

const names = ['q', 'tab', 'departmentId', 'agentId', 'channelId'] as const
type Name = (typeof names)[number]
export type SearchFilters = Partial<Record<Name, string>>

const PAGE = 50
const SEARCH = ['conversations', 'search']
const CALM_MS = 2000

/** The search filters, kept in the URL so that they can be linked to and survive going back. */
export function useSearchFilters(): [SearchFilters, (change: SearchFilters) => void] {
  const [params, setParams] = useSearchParams()
  const wanted: SearchFilters = Object.fromEntries(
    names.flatMap(name => {
      const value = params.get(name)
      return value ? [[name, value]] : []
    })
  )
  const change = (next: SearchFilters) =>
    setParams(
      new URLSearchParams(Object.entries({ ...wanted, ...next }).filter(([, value]) => value) as [string, string][]),
      { replace: true }
    )
  return [wanted, change]
}

/** The matching conversations, page by page; refetched soon after something has changed. */
export function useSearchQuery({ q, tab, ...only }: SearchFilters) {
  useReadAgain(SEARCH, CALM_MS)
  // without words one tab is searched at a time
  const place = tabs.options.find(each => each === tab) ?? (q ? undefined : 'queue')
  return useInfiniteQuery({
    queryKey: ['conversations', 'search', { q, place, ...only }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call(listConversations, {
        query: { limit: PAGE, cursor, ...only, ...(q && { q }), ...(place && { tab: place }) }
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: previous => previous,
    staleTime: 0
  })
}
