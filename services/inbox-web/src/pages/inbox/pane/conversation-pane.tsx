import { type ConversationSummary, type Draft, markRead } from '@inbox/contracts'
import { Button, Center, Loader, Stack, Text } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconEye } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLink, useLive } from '../../../live/live-context.tsx'
import { useNow } from '../../../state/now.ts'
import { DetailsPanel } from '../details/details-panel.tsx'
import { hindrance } from './answerable.ts'
import { Composer } from './composer.tsx'
import { FollowUp } from './follow-up.tsx'
import { useMessages } from './messages.ts'
import { OfferStrip } from './offer-strip.tsx'
import { flushOutbox, forget, useOutbox } from './outbox.ts'
import classes from './pane.module.css'
import { PaneHeader } from './pane-header.tsx'
import { Timeline } from './timeline.tsx'
import { useAlsoViewing, useTyping } from './use-company.ts'
import { useConversation } from './use-conversation.ts'
import { useDraft } from './use-draft.ts'
import { useFeed } from './use-feed.ts'

/** The conversation that is open, whatever its status: reading starts nothing. */
export function ConversationPane({ id, backTo }: { id: string; backTo: string }) {
  const t = useMessages()
  const { conversation, draft, missing } = useConversation(id)
  if (missing)
    return (
      <Center h="100%" role="alert">
        <Text c="var(--text-soft)">{t.missing}</Text>
      </Center>
    )
  if (!conversation)
    return (
      <Center h="100%">
        <Loader aria-label={t.loading} />
      </Center>
    )
  return <Opened conversation={conversation} draft={draft} backTo={backTo} />
}

interface OpenedProps {
  conversation: ConversationSummary
  draft: Draft | null | undefined
  backTo: string
}

function Opened({ conversation, draft, backTo }: OpenedProps) {
  const winner = useWinner(conversation)
  const [wanted, setDetailsShown] = useDetailsShown()
  const detailsShown = wanted && !winner
  return (
    <div className={classes.pane} data-details={detailsShown}>
      <div className={classes.main}>
        <PaneHeader
          conversation={conversation}
          backTo={backTo}
          detailsShown={detailsShown}
          onToggleDetails={() => setDetailsShown(!detailsShown)}
        />
        {winner ? <Taken name={winner} /> : <Talk conversation={conversation} draft={draft} />}
      </div>
      {detailsShown && <DetailsPanel conversation={conversation} onClose={() => setDetailsShown(false)} />}
    </div>
  )
}

/** Beside the conversation they stay as they were left; where they would cover it they open when asked for. */
function useDetailsShown() {
  const beside = useLocalStorage({ key: 'inbox-details', defaultValue: true })
  const above = useState(false)
  const isWide = useMediaQuery('(min-width: 75em)', undefined, { getInitialValueInEffect: false })
  return isWide ? beside : above
}

/** Who accepted a conversation while an agent was only looking at it: for them it is over. */
function useWinner({ status, agent }: ConversationSummary): string | undefined {
  const me = useMe()
  const previewed = useRef(false)
  if (status === 'queued') previewed.current = true
  if (status !== 'queued' && agent?.id === me.id) previewed.current = false
  return me.role === 'agent' && previewed.current && status === 'ongoing' && agent ? agent.name : undefined
}

function Taken({ name }: { name: string }) {
  const t = useMessages()
  return (
    <Center flex={1} role="status">
      <Stack align="center" gap="sm">
        <Text fw={550}>{t.takenBy(name)}</Text>
        <Button component={Link} href="/inbox/queue" variant="default">
          {t.toQueue}
        </Button>
      </Stack>
    </Center>
  )
}

function Talk({ conversation, draft }: Omit<OpenedProps, 'backTo'>) {
  const t = useMessages()
  const me = useMe()
  const now = useNow()
  const feed = useFeed(conversation.id)
  const [text, setText] = useDraft(conversation.id, draft)
  const typing = useTyping(conversation.id)
  const own = conversation.agent?.id === me.id
  const lookers = useAlsoViewing(conversation.id, !own)
  const outgoing = useOutgoing(conversation.id, feed.messages)
  useReadMarker(conversation)

  const why = hindrance(conversation, me.id, now)
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
