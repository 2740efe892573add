import { useRef } from 'preact/hooks'
import type { LiveChat } from '../chat/live-chat.ts'
import type { Page } from '../chat/page.ts'
import { t } from '../i18n/language.ts'
import { type Chat, isGoingOn, isUnattended } from '../state/chat.ts'
import { useStore } from '../state/store.ts'
import { Leave, Minimize, Save, SoundOff, SoundOn } from './icons.tsx'
import { saveTranscript } from './save-transcript.ts'

export function Header({ live, chat, page, title }: { live: LiveChat; chat: Chat; page: Page; title: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const soundOn = useStore(live.sound.on)
  const canLeave = isGoingOn(chat) && chat.connection === 'connected'
  return (
    <header>
      <div class="title">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <bdi>{subtitle(chat)}</bdi>
        </p>
      </div>
      <Action label={soundOn ? t.soundOff : t.soundOn} onClick={live.sound.toggle}>
        {soundOn ? <SoundOn /> : <SoundOff />}
      </Action>
      {chat.messages.length > 0 && (
        <Action label={t.save} onClick={() => void saveTranscript(live)}>
          <Save />
        </Action>
      )}
      {canLeave && (
        <Action label={t.leave} onClick={() => dialog.current?.showModal()}>
          <Leave />
        </Action>
      )}
      {!page.alone && (
        <Action label={t.minimize} onClick={() => page.tell({ serviceInbox: 'close' })}>
          <Minimize />
        </Action>
      )}
      <dialog ref={dialog} aria-labelledby="leave" aria-describedby="leave-explained">
        <form method="dialog">
          <h2 id="leave">{t.leaveQuestion}</h2>
          <p id="leave-explained">{t.leaveExplained}</p>
          <div class="actions">
            <button type="submit" class="plain">
              {t.stay}
            </button>
            <button type="submit" class="main" onClick={live.leave}>
              {t.leave}
            </button>
          </div>
        </form>
      </dialog>
    </header>
  )
}

function subtitle(chat: Chat): string {
  if (chat.agent !== undefined) return chat.away ? chat.agent : t.answers(chat.agent)
  if (isUnattended(chat)) return t.away
  return isGoingOn(chat) ? t.waiting : t.welcome
}

interface ActionProps {
  label: string
  onClick: () => void
  children: preact.ComponentChildren
}

function Action({ label, onClick, children }: ActionProps) {
  return (
    <button type="button" class="action" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}
