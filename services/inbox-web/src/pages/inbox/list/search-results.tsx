import { listConversations } from '@inbox/contracts'
import { Button, Center, Loader, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { readRefusalWords } from '../../../forms/refusal-words.ts'
import { useLiveState } from '../../../live/live-context.tsx'
import { shown } from '../../../live/live-state.ts'
import type { LiveTab } from '../../../live/tabs.ts'
import { useMessages } from '../messages.ts'
import { ConversationItem } from './conversation-item.tsx'
import classes from './conversation-list.module.css'

const PAGE = 30

/** What matches the words, in all tabs and closed conversations, newest first. */
export function SearchResults({ q, tab, openId }: { q: string; tab: LiveTab; openId: string | undefined }) {
  const t = useMessages()
  const words = useFormWords()
  const state = useLiveState(current => current)
  const found = useInfiniteQuery({
    queryKey: ['search', q],
    queryFn: ({ pageParam }) =>
      call(listConversations, { query: { q, limit: PAGE, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0
  })
  const items = found.data?.pages.flatMap(page => page.items) ?? []
  if (found.isPending)
    return (
      <Center flex={1}>
        <Loader aria-label={t.loading} />
      </Center>
    )
  if (items.length === 0)
    return (
      <Center flex={1} role="status">
        <Text fz="sm" c="var(--text-soft)">
          {found.isError ? readRefusalWords(found.error, words) : t.nothingFound}
        </Text>
      </Center>
    )
  return (
    <div className={classes.found}>
      <ul className={classes.items} aria-label={t.searchResults}>
        {items.map(each => (
          <li key={each.id} className={classes.foundRow}>
            <ConversationItem
              conversation={shown(state, each.id) ?? each}
              tab={tab}
              open={each.id === openId}
              found={each.found}
            />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Center p="sm">
          <Button
            size="xs"
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t.moreResults}
          </Button>
        </Center>
      )}
    </div>
  )
}
