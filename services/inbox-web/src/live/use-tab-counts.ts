import { countConversations } from '@inbox/contracts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { useFormat } from '../i18n/format.ts'
import { useLiveState, useTabLists } from './live-context.tsx'
import { tabCount } from './tab-count.ts'
import { type LiveTab, liveTabs } from './tabs.ts'

const EVERY_MS = 5000

/** How many conversations each tab holds: counted here if the whole tab is known, otherwise as the server says. */
export function useTabCounts(): Record<LiveTab, string> {
  const lists = useTabLists()
  const reach = useLiveState(state => state.reach)
  const loaded = useLiveState(state => state.loaded)
  const format = useFormat()
  const incomplete = liveTabs.some(tab => reach[tab].cursor !== null)
  const { data } = useQuery({
    queryKey: ['counts'],
    queryFn: () => call(countConversations, {}),
    enabled: incomplete,
    refetchInterval: EVERY_MS
  })
  const countOf = (tab: LiveTab) => {
    if (!loaded) return '–'
    const known = { read: lists[tab].length, complete: reach[tab].cursor === null, told: data?.[tab] }
    return tabCount(known, format.number)
  }
  return {
    queue: countOf('queue'),
    ongoing: countOf('ongoing'),
    myInbox: countOf('myInbox'),
    inactives: countOf('inactives')
  }
}
