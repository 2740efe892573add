import { useCallback, useEffect, useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { storage } from '../../../state/storage.ts'
import { onForgotten } from '../forgetting.ts'

/** A text being written besides an answer, and how to change it; stays on this machine until it is sent off. */
export function useKeptText(kind: 'note' | 'mail', conversationId: string) {
  const { id: agentId } = useMe()
  const key = `inbox-${kind}:${agentId}:${conversationId}`
  const [text, setText] = useState(() => storage.get(key) ?? '')
  useEffect(
    () => storage.onChangeElsewhere(changed => void (changed === key && setText(storage.get(key) ?? ''))),
    [key]
  )
  useEffect(() => onForgotten(forgotten => void (forgotten === conversationId && setText(''))), [conversationId])
  const write = useCallback(
    (next: string) => {
      if (next === '') storage.remove(key)
      else storage.set(key, next)
      setText(next)
    },
    [key]
  )
  return [text, write] as const
}
