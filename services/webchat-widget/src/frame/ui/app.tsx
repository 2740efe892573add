import { useEffect, useState } from 'preact/hooks'
import type { LiveChat } from '../chat/live-chat.ts'
import type { Page } from '../chat/page.ts'
import { t } from '../i18n/language.ts'
import { type Chat, chosen, isGoingOn, isUnattended } from '../state/chat.ts'
import { useStore } from '../state/store.ts'
import { Composer } from './composer.tsx'
import { DetailsForm } from './details-form.tsx'
import { Header } from './header.tsx'
import { Messages } from './messages.tsx'
import { Notice } from './notice.tsx'
import { RatingForm } from './rating-form.tsx'
import { useColors } from './use-colors.ts'

interface AppProps {
  live: LiveChat
  page: Page
  /** What the server says about the channel before anybody is connected. */
  channel: { title?: string; color?: string }
}

export function App({ live, page, channel }: AppProps) {
  const chat = useStore(live.chat)
  const title = chat.welcome?.title ?? channel.title ?? t.chat
  useColors(chat.welcome?.color ?? channel.color)
  useEffect(() => {
    document.title = title
  }, [title])
  const rates = chat.status === 'closed' && chat.rateable !== undefined && !live.isRated()
  return (
    <div class="chat">
      <Header live={live} chat={chat} page={page} title={title} />
      <Messages live={live} chat={chat} />
      <footer>
        <Notice chat={chat} />
        {rates && <RatingForm key={chat.rateable} questions={chat.questions} onRate={live.rate} />}
        <Writing live={live} chat={chat} page={page} busy={rates} />
      </footer>
    </div>
  )
}

interface WritingProps extends Pick<AppProps, 'live' | 'page'> {
  chat: Chat
  /** Whether the visitor is being asked something else. */
  busy: boolean
}

/** The composer, preceded by what has to be asked first. */
function Writing({ live, chat, page, busy }: WritingProps) {
  const [, renew] = useState(0)
  const [skipped, setSkipped] = useState(false)
  useStore(page.visitor)
  const known = live.knownDetails()
  const give: LiveChat['giveDetails'] = async (...given) => {
    const taken = await live.giveDetails(...given)
    renew(count => count + 1)
    return taken
  }
  const missing = isGoingOn(chat) ? [] : (chat.welcome?.ask ?? []).filter(field => known[field] === undefined)
  const departments = isGoingOn(chat) || chosen(chat) ? undefined : chat.welcome?.departments
  const form = { known, onGive: give }
  if (missing.length > 0 || departments) {
    if (busy) return null
    const fields = missing.filter(field => field !== 'consent')
    const consent = missing.includes('consent') ? chat.welcome?.consent : undefined
    const asked = { ...form, title: t.beforeChat, fields, consent, departments }
    return <DetailsForm key="ask" {...asked} needed />
  }
  const unreachable = isUnattended(chat) && known.email === undefined && known.phone === undefined && !skipped
  if (!unreachable) return <Composer live={live} page={page} largestFile={chat.welcome?.largestFile} />
  const skip = () => setSkipped(true)
  return (
    <DetailsForm key="reach" {...form} title={t.howToReach} fields={['email', 'phone']} needed={false} onSkip={skip} />
  )
}
