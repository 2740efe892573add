import { useEffect } from 'react'
import { useLive } from '../live/live-context.tsx'
import { forgetConversation, keptConversations } from '../pages/inbox/forgetting.ts'

/** How many conversations one request may ask about. */
const AT_ONCE = 150

/**
 * Forgets conversations whose contact is erased: when that is pushed and, at every connection, those erased meanwhile.
 */
export function useForgetErased(): void {
  const live = useLive()
  useEffect(() => {
    const lookBack = async () => {
      const kept = keptConversations()
      for (let from = 0; from < kept.length; from += AT_ONCE) {
        const conversationIds = kept.slice(from, from + AT_ONCE)
        const { gone } = await live.connection.ask<{ gone: string[] }>('gone', { conversationIds })
        for (const id of gone) forgetConversation(id)
      }
    }
    // no answer means that the connection is gone; the next one asks again
    const onConnection = () => void lookBack().catch(() => undefined)
    const stops = [live.onErased(forgetConversation), live.connection.on('snapshot', onConnection)]
    if (live.state.get().loaded) onConnection()
    return () => {
      for (const stop of stops) stop()
    }
  }, [live])
}
