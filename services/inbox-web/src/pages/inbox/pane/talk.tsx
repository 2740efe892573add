import { type ConversationSummary, type Draft, markRead } from '@inbox/contracts'
import { IconEye } from '@tabler/icons-react'
import { useEffect } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLink, useLive } from '../../../live/live-context.tsx'
import { useNow } from '../../../state/now.ts'
import { hindrance } from './answerable.ts'
import { Composer } from './composer.tsx'
import { FollowUp } from './follow-up.tsx'
import { useMessages } from './messages.ts'
import { OfferStrip } from './offer-strip.tsx'
import { flushOutbox, forget, useOutbox } from './outbox.ts'
import classes from './pane.module.css'
import { Timeline } from './timeline.tsx'
import { useAlsoViewing, useTyping } from './use-company.ts'
import { useDraft } from './use-draft.ts'
import { useFeed } from './use-feed.ts'

interface Props {
  conversation: ConversationSummary
  draft: Draft | null | undefined
}

/** What was said, and what is being answered. */
export function Talk({ conversation, draft }: Props) {
  const t = useMessages()
  const me = useMe()
  const feed = useFeed(conversation.id)
  const [text, setText] = useDraft(conversation.id, draft)
  const typing = useTyping(conversation.id)
  const own = conversation.agent?.id === me.id
  const lookers = useAlsoViewing(conversation.id, !own)
  const outgoing = useOutgoing(conversation.id, feed.messages)
  useReadMarker(conversation)

  const why = useNow(now => hindrance(conversation, me.id, now))
  const reason = why && (why === 'otherAgent' ? t.cannot.otherAgent(conversation.agent?.name ?? '') : t.cannot[why])
  const over = conversation.status === 'inactive' || conversation.status === 'closed'
  return (
    <>
      <OfferStrip conversation={conversation} />
      {conversation.status === 'queued' && <Strip>{t.preview}</Strip>}
      {lookers.length > 0 && <Strip>{t.alsoViewing(lookers.map(({ name }) => name).join(', '))}</Strip>}
      <Timeline
        feed={feed}
        outgoing={outgoing}
        onEdit={each => {
          forget(each.clientMessageId)
          setText(text === '' ? each.text : `${each.text}\n${text}`)
        }}
      />
      <div className={classes.typing} role="status">
        {typing.names.length > 0 && t.typing(typing.names.join(', '))}
      </div>
      {draft && draft.agent.id !== me.id && text === draft.text && text !== '' && (
        <div className={classes.typing}>{t.draftBy(draft.agent.name)}</div>
      )}
      {over ? (
        <FollowUp contact={conversation.contact} reason={reason ?? ''} />
      ) : (
        <Composer
          conversation={conversation}
          text={text}
          onChange={setText}
          onTyping={typing.tell}
          hindrance={reason}
        />
      )}
    </>
  )
}

function Strip({ children }: { children: string }) {
  return (
    <div className={classes.strip} data-look="info" role="status">
      <IconEye size={17} stroke={1.8} aria-hidden="true" />
      <span>{children}</span>
    </div>
  )
}

/** What was sent off here and is not among the messages yet; tried again whenever the connection is back. */
function useOutgoing(conversationId: string, messages: ReturnType<typeof useFeed>['messages']) {
  const link = useLink()
  const all = useOutbox()
  useEffect(() => {
    if (link === 'connected') flushOutbox()
  }, [link])
  const arrived = new Set(messages.map(({ clientMessageId }) => clientMessageId))
  return all.filter(each => each.conversationId === conversationId && !arrived.has(each.clientMessageId))
}

/** What the owner has before their eyes is read. */
function useReadMarker({ id, unread, status, agent }: ConversationSummary) {
  const live = useLive()
  const me = useMe()
  const own = status === 'ongoing' && agent?.id === me.id
  useEffect(() => {
    if (!own || unread === 0) return
    const mark = () => {
      if (document.visibilityState !== 'visible') return
      call(markRead, { params: { id }, body: {} }).then(live.learn, () => undefined)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [live, id, own, unread])
}
