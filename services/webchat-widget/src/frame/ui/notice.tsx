import { useEffect, useState } from 'preact/hooks'
import { format, t } from '../i18n/language.ts'
import { attendanceOf, type Chat, isUnattended } from '../state/chat.ts'

/** The current situation, in one sentence. */
export function Notice({ chat }: { chat: Chat }) {
  const online = useOnline()
  const text = noticeOf(chat, online)
  return (
    <div class="notice" role="status" data-trouble={!online || isTrouble(chat) || undefined}>
      {text}
    </div>
  )
}

const isTrouble = ({ connection }: Chat) => connection === 'interrupted' || connection === 'refused'

function noticeOf(chat: Chat, online: boolean): string {
  const { connection, status, queue } = chat
  if (!online) return t.offline
  if (connection === 'refused') return t.unavailable
  if (connection === 'interrupted') return t.interrupted
  if (connection === 'connecting') return chat.messages.length + chat.outbox.length > 0 ? t.connecting : ''
  if (isUnattended(chat)) {
    const { opensAt } = attendanceOf(chat)
    const kept = status === 'inactive' ? t.kept : t.unattended
    return opensAt === undefined ? kept : `${kept} ${t.opens(format.moment(opensAt, Date.now()))}`
  }
  if (status === 'closed') return `${t.ended}. ${t.again}`
  if (queue) {
    const place = t.place(format.number(queue.position))
    return queue.estimateSeconds ? `${place} · ${t.estimate(format.minutes(queue.estimateSeconds))}` : place
  }
  if (chat.away && chat.agent !== undefined) return t.agentAway(chat.agent)
  return chat.handedOn ? t.handedOn : ''
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setOnline(navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return online
}
