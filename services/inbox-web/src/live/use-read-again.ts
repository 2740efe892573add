import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from './live-context.tsx'

/**
 * Refetches queries of a key soon after the socket reports a change, at most once in `calmMs`. The key must be the same
 * object at each render.
 */
export function useReadAgain(queryKey: readonly string[], calmMs: number): void {
  const live = useLive()
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.state.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey })
      }, calmMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [live, client, queryKey, calmMs])
}
