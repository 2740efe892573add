import { Button, Text } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMessages } from './messages.ts'
import classes from './paged-list.module.css'

interface PagedListProps<Item> {
  /** What it lists, for those who cannot see the heading above. */
  name: string
  list: Pick<
    UseInfiniteQueryResult<{ pages: { items: Item[] }[] }>,
    'data' | 'isError' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >
  none: string
  more: string
  /** An entry, with its key. */
  children: (item: Item) => ReactNode
}

/** A list loaded page by page: its entries, or that there are none, or that loading failed. */
export function PagedList<Item>({ name, list, none, more, children }: PagedListProps<Item>) {
  const words = useMessages()
  const items = list.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      {list.isError && (
        <Text fz="sm" role="alert" c="var(--danger)">
          {words.unreachable}
        </Text>
      )}
      {list.data && items.length === 0 && <Text fz="sm">{none}</Text>}
      <ul className={classes.list} aria-label={name}>
        {items.map(children)}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          w="fit-content"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {more}
        </Button>
      )}
    </>
  )
}
