import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from './live-context.tsx'

/** Has queries of a key, the same at each render, read again soon after the socket told of a change; however much happens, at most once in `calmMs`. */
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
