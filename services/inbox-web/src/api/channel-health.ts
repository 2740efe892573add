import { listChannelHealth, type OperationAnswer } from '@inbox/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive, useLiveState } from '../live/live-context.tsx'
import { call } from './call.ts'

export type ChannelHealthItem = OperationAnswer<typeof listChannelHealth>['items'][number]

const queryKey = ['channel-health']

/**
 * Channels in trouble, by id: replies fail or wait. Refetched when the socket reports a change, and after a gap. The first
 * snapshot would be taken for the end of one, so nothing is read before it has come.
 */
export function useChannelHealth(refetchMs: number | false = false): ReadonlyMap<string, ChannelHealthItem> {
  const { connection } = useLive()
  const queries = useQueryClient()
  useEffect(() => {
    const again = () => void queries.invalidateQueries({ queryKey })
    const stops = [connection.on('channel.health', again), connection.on('snapshot', again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [connection, queries])
  const enabled = useLiveState(({ loaded }) => loaded)
  const queryFn = () => call(listChannelHealth, {})
  const { data } = useQuery({ queryKey, queryFn, enabled, refetchInterval: refetchMs })
  return new Map(data?.items.map(item => [item.channelId, item]))
}
