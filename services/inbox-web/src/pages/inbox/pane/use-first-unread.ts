import { useEffect, useRef, useState } from 'react'
import { firstUnreadOf } from './feed.ts'
import type { useFeed } from './use-feed.ts'

/** Where the unread messages began when the conversation was opened, and how to get there. */
export function useFirstUnread(unread: number, feed: ReturnType<typeof useFeed>) {
  const [count] = useState(unread)
  const [newest, setNewest] = useState<string>()
  const [inSight, setInSight] = useState(true)
  const [jumping, setJumping] = useState(false)
  const line = useRef<HTMLLIElement>(null)
  const { messages, fresh, hasOlder, loadingOlder, olderFailed, older } = feed

  const last = messages.at(-1)?.id
  if (newest === undefined && fresh && last !== undefined) setNewest(last)
  const first = newest === undefined ? undefined : firstUnreadOf(messages, count, newest)
  const furtherUp = first === undefined && hasOlder && count > 0 && fresh

  useEffect(() => {
    if (first === undefined || !line.current) return
    const observer = new IntersectionObserver(([seen]) => setInSight(seen?.isIntersecting ?? true))
    observer.observe(line.current)
    return () => observer.disconnect()
  }, [first])

  useEffect(() => {
    if (!jumping) return
    if (first !== undefined || !hasOlder || olderFailed) {
      line.current?.scrollIntoView({ block: 'start' })
      line.current?.focus({ preventScroll: true })
      setJumping(false)
    } else if (!loadingOlder) older()
  }, [jumping, first, hasOlder, loadingOlder, olderFailed, older])

  const outOfSight = first === undefined ? furtherUp : !inSight
  return { first, line, jumping, jump: outOfSight ? () => setJumping(true) : undefined }
}
