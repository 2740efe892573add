import { tellTyping } from '@inbox/contracts'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLive } from '../../../live/live-context.tsx'

const TYPING_SHOWN_MS = 6000
const TYPING_TOLD_EVERY_MS = 3000

/** Who else is typing, including the contact, and how to tell others that we are. */
export function useTyping(conversationId: string, contactName: string) {
  const { connection } = useLive()
  const { id: meId } = useMe()
  const [names, setNames] = useState<readonly string[]>([])
  const toldAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const timers = new Map<string, ReturnType<typeof setTimeout>>()
    const remove = (name: string) => setNames(all => all.filter(each => each !== name))
    const show = (who: string, name: string, typing: boolean) => {
      clearTimeout(timers.get(who))
      if (!typing) return remove(name)
      setNames(all => (all.includes(name) ? all : [...all, name]))
      timers.set(
        who,
        setTimeout(() => remove(name), TYPING_SHOWN_MS)
      )
    }
    const stops = [
      connection.on('typing', ({ conversationId: id, agent, typing }) => {
        if (id === conversationId && agent.id !== meId) show(agent.id, agent.name, typing)
      }),
      connection.on('contact.typing', ({ conversationId: id, typing }) => {
        if (id === conversationId) show('contact', contactName, typing)
      }),
      // this is what they were typing
      connection.on('message', ({ conversationId: id, message }) => {
        if (id === conversationId && message.direction === 'inbound') show('contact', contactName, false)
      })
    ]
    return () => {
      for (const stop of stops) stop()
      for (const timer of timers.values()) clearTimeout(timer)
      setNames([])
    }
  }, [connection, conversationId, contactName, meId])
  const tell = (typing: boolean) => {
    const now = performance.now()
    if (typing && now - toldAt.current < TYPING_TOLD_EVERY_MS) return
    toldAt.current = typing ? now : Number.NEGATIVE_INFINITY
    // through queue, which also has the contact's channel show it
    call(tellTyping, { params: { id: conversationId }, body: { typing } }).catch(() => undefined)
  }
  return { names, tell }
}
