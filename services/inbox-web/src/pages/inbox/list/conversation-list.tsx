import { Center, Loader, Stack, Text } from '@mantine/core'
import { IconClockOff, IconInbox, IconMessages, IconPlayerPause } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useLive, useLiveState, useTabLists } from '../../../live/live-context.tsx'
import { hasOrders, type LiveTab } from '../../../live/tabs.ts'
import { useMessages } from '../messages.ts'
import { arranged } from './arranged.ts'
import { ConversationItem } from './conversation-item.tsx'
import classes from './conversation-list.module.css'
import { useListOrder } from './list-order.ts'
import { useListKeys } from './use-list-keys.ts'

const ITEM_HEIGHT = 90
/** The next page is read when only this many items are left below. */
const AHEAD = 30
/** A chosen order needs all items loaded; only supervisors have so many that loading must end somewhere. */
const MAX_ARRANGED = 2000

export function ConversationList({ tab, openId }: { tab: LiveTab; openId: string | undefined }) {
  const t = useMessages()
  const live = useLive()
  const inOrder = useTabLists()[tab]
  const chosen = useListOrder()
  const order = hasOrders(tab) ? chosen : 'status'
  const items = useMemo(() => arranged(inOrder, order), [inOrder, order])
  const loaded = useLiveState(state => state.loaded)
  const cursor = useLiveState(state => state.reach[tab].cursor)
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ITEM_HEIGHT,
    getItemKey: index => items[index]?.id ?? index,
    overscan: 8
  })
  const onKeyDown = useListKeys(scroller, virtual, items.length)
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? -1

  useEffect(() => {
    // after a failure the next scroll retries
    const wantsMore = last >= items.length - AHEAD || (order !== 'status' && items.length < MAX_ARRANGED)
    if (cursor !== null && wantsMore) live.more(tab).catch(() => undefined)
  }, [live, tab, cursor, last, order, items.length])

  if (!loaded)
    return (
      <Center flex={1}>
        <Loader aria-label={t.loading} />
      </Center>
    )
  if (items.length === 0) return <Empty tab={tab} />
  return (
    <div ref={scroller} className={classes.scroller}>
      <ul className={classes.items} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ key, index, start }) => {
          const conversation = items[index]
          return (
            conversation && (
              <li
                key={key}
                className={classes.row}
                data-index={index}
                style={{ height: ITEM_HEIGHT, transform: `translateY(${start}px)` }}
                aria-posinset={index + 1}
                aria-setsize={cursor === null ? items.length : -1}
              >
                <ConversationItem {...{ conversation, tab, onKeyDown }} open={conversation.id === openId} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

const emptyIcons = { queue: IconInbox, ongoing: IconMessages, myInbox: IconPlayerPause, inactives: IconClockOff }

function Empty({ tab }: { tab: LiveTab }) {
  const t = useMessages()
  const Icon = emptyIcons[tab]
  return (
    <Center flex={1}>
      <Stack align="center" gap={8} c="var(--text-soft)">
        <Icon size={40} stroke={1.2} />
        <Text fz="sm">{t.empty[tab]}</Text>
      </Stack>
    </Center>
  )
}
