import type { ConversationSummary, Draft, Message } from '@inbox/contracts'
import { IconEye } from '@tabler/icons-react'
import { useState } from 'react'
import { useChannelHealth } from '../../../api/channel-health.ts'
import { useChannels } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useNow } from '../../../state/now.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'
import type { Outgoing } from '../outbox/outgoing-storage.ts'
import { outbox, useOutgoing } from '../outbox/page-outbox.ts'
import { StartButton } from '../start/start-button.tsx'
import { mayTemplate } from '../templates/choice.ts'
import { TemplateButton } from '../templates/template-button.tsx'
import { Announcer } from './announcer.tsx'
import { Composer } from './composer.tsx'
import { FollowUp } from './follow-up.tsx'
import { ForwardDialog } from './forward-dialog.tsx'
import { type Forwarding, forwardingOf } from './mail-draft.ts'
import { MessageActionsContext, useStableMessageActions } from './message-actions.ts'
import { useMessages } from './messages.ts'
import { OfferStrip } from './offer-strip.tsx'
import classes from './pane.module.css'
import { replyBlocker } from './reply-blocker.ts'
import { Timeline } from './timeline.tsx'
import { Unfinished } from './unsent.tsx'
import { useAlsoViewing } from './use-also-viewing.ts'
import { useFeed } from './use-feed.ts'
import { useReadMarker } from './use-read-marker.ts'
import { useTexts } from './use-texts.ts'
import { useTyping } from './use-typing.ts'

interface Props {
  conversation: ConversationSummary
  draft: Draft | null | undefined
}

/** The messages so far, and the answer being written. */
export function Thread({ conversation, draft }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const me = useMe()
  const feed = useFeed(conversation.id)
  const texts = useTexts(conversation.id, draft)
  const typing = useTyping(conversation.id, contactName(conversation.contact))
  const own = conversation.agent?.id === me.id
  const notSetUp = useChannelHealth().get(conversation.channel.id)?.notSetUp
  const viewers = useAlsoViewing(conversation.id, !own)
  const outgoing = useUnseen(conversation.id, feed)
  useReadMarker(conversation)

  const why = useNow(now => replyBlocker(conversation, me.id, now))
  const reason = why && (why === 'otherAgent' ? t.cannot.otherAgent(conversation.agent?.name ?? '') : t.cannot[why])
  const { quotes = false, reactions = false } = useChannels().data?.get(conversation.channel.id)?.capabilities ?? {}
  const answer = (message: Message) => {
    texts.setMode('answer')
    texts.answerTo(message.id)
    document.querySelector<HTMLElement>('[data-composer]')?.focus()
  }
  const [forwarding, setForwarding] = useState<{ original: Message; known?: Forwarding }>()
  const forward = (original: Message) => setForwarding({ original })
  const edit = (entry: Outgoing) => {
    const original = feed.messages.find(({ id }) => id === entry.mail?.forwards)
    if (!entry.mail?.to) return texts.takeBack(entry)
    if (!original) return
    outbox.discard(entry)
    setForwarding({ original, known: forwardingOf(entry) })
  }
  const may = why === undefined
  const isMail = conversation.channel.kind === 'email'
  const actions = useStableMessageActions(
    feed,
    may && reactions,
    may && quotes ? answer : undefined,
    may && isMail ? forward : undefined
  )
  const over = conversation.status === 'inactive' || conversation.status === 'closed'
  return (
    <MessageActionsContext value={actions}>
      {forwarding && (
        <ForwardDialog conversation={conversation} {...forwarding} onClose={() => setForwarding(undefined)} />
      )}
      <OfferStrip conversation={conversation} />
      {conversation.status === 'queued' && <Strip>{t.preview}</Strip>}
      {own && notSetUp && <Strip>{t.channelNotSetUp(conversation.channel.name)}</Strip>}
      {viewers.length > 0 && <Strip>{t.alsoViewing(viewers.map(({ name }) => name).join(', '))}</Strip>}
      <Timeline
        feed={feed}
        unread={conversation.unread}
        outgoing={outgoing}
        canAnswer={why === undefined}
        canTemplate={mayTemplate(conversation, me.id)}
        onEdit={edit}
      />
      <Announcer conversation={conversation} />
      <div className={classes.typing} role="status">
        {typing.names.length > 0 && t.typing(typing.names.join(', '))}
      </div>
      {texts.begunBy && <div className={classes.typing}>{t.draftBy(texts.begunBy.name)}</div>}
      {over ? (
        <>
          <Unfinished texts={texts} />
          <FollowUp contact={conversation.contact} reason={reason ?? ''}>
            <TemplateButton conversation={conversation} alone />
            {conversation.status === 'closed' && <StartButton after={conversation} />}
          </FollowUp>
        </>
      ) : (
        <Composer
          conversation={conversation}
          texts={texts}
          messages={feed.messages}
          onTyping={typing.tell}
          replyBlocker={reason}
        />
      )}
    </MessageActionsContext>
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

/** What was sent off here and is not in the feed yet. */
function useUnseen(conversationId: string, { messages, notes }: ReturnType<typeof useFeed>): Outgoing[] {
  const { id: meId } = useMe()
  const all = useOutgoing(meId, conversationId)
  const arrived = new Set(messages.map(({ clientMessageId }) => clientMessageId))
  // the server returns notes without the id under which they were sent off
  const isTold = ({ text, at }: Outgoing) =>
    notes.some(note => note.author.id === meId && note.text === text && note.at >= at)
  return all.filter(each => each.refused || !(each.kind === 'note' ? isTold(each) : arrived.has(each.id)))
}
