import type { Message } from '@inbox/contracts'
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { useFeed } from './use-feed.ts'

/** What can be done with a message. */
export interface MessageActions {
  /** Scrolls to another message. */
  scrollTo(messageId: string): void
  /** Answers this message; missing if that is not possible. */
  answer?: ((message: Message) => void) | undefined
  /** Whether the contact's messages can be reacted to. */
  canReact?: boolean
  /** Forwards this mail to somebody else; missing if that is not possible. */
  forward?: ((message: Message) => void) | undefined
}

export const MessageActionsContext = createContext<MessageActions>({ scrollTo: () => {} })
export const useMessageActions = () => useContext(MessageActionsContext)

/** The same object while nothing in it changes, because every message of a long feed depends on it. */
export function useStableMessageActions(
  feed: ReturnType<typeof useFeed>,
  canReact: boolean,
  answer?: (message: Message) => void,
  forward?: (message: Message) => void
): MessageActions {
  const scrollTo = useScrollTo(feed)
  const latest = useRef({ answer, forward })
  useEffect(() => {
    latest.current = { answer, forward }
  })
  const [mayAnswer, mayForward] = [answer !== undefined, forward !== undefined]
  return useMemo(
    () => ({
      scrollTo,
      canReact,
      answer: mayAnswer ? (message: Message) => latest.current.answer?.(message) : undefined,
      forward: mayForward ? (message: Message) => latest.current.forward?.(message) : undefined
    }),
    [scrollTo, canReact, mayAnswer, mayForward]
  )
}

const rowOf = (messageId: string) => document.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`)

/** Scrolls to a message, loading older ones until it is there. */
function useScrollTo({ hasOlder, loadingOlder, olderFailed, older, messages }: ReturnType<typeof useFeed>) {
  const [target, setTarget] = useState<string>()
  useEffect(() => {
    if (target === undefined) return
    const isHere = messages.some(({ id }) => id === target)
    if (!isHere && hasOlder && !olderFailed) {
      if (!loadingOlder) older()
      return
    }
    const row = rowOf(target)
    row?.scrollIntoView({ block: 'center' })
    row?.focus({ preventScroll: true })
    setTarget(undefined)
  }, [target, messages, hasOlder, loadingOlder, olderFailed, older])
  return setTarget
}
