import type { Message } from '@inbox/contracts'
import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
  IconPencil,
  IconRefresh,
  IconTrash
} from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { useFormat } from '../../../i18n/format.ts'
import { BotMark } from '../../../ui/bot-mark.tsx'
import { plainName } from '../../../ui/plain-name.ts'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { refusalText } from '../actions/refusal-text.ts'
import { ContentView } from '../content/content-view.tsx'
import { useMailMessages } from '../content/mail-messages.ts'
import { MailView } from '../content/mail-view.tsx'
import { contentOf, type Outgoing } from '../outbox/outgoing-storage.ts'
import { outbox } from '../outbox/page-outbox.ts'
import classes from './bubble.module.css'
import { EditHistory } from './edit-history.tsx'
import { useMessageActions } from './message-actions.ts'
import { useMessages } from './messages.ts'
import { QuoteLine } from './quote.tsx'
import { quoteIn, quoteOf } from './quoted.ts'
import { ReactChooser } from './react-chooser.tsx'
import { Reactions } from './reactions.tsx'
import { Undelivered } from './undelivered.tsx'

interface Props {
  message: Message
  /** Whether it is grouped with the one above. */
  follows: boolean
  /** Whether the viewer may answer the contact now. */
  canAnswer: boolean
  /** The message it answers, if that is in the feed. */
  target?: Message | undefined
}

export const Bubble = memo(({ message, follows, canAnswer, target }: Props) => {
  const t = useMessages()
  const mailWords = useMailMessages()
  const { scrollTo, answer, forward, canReact } = useMessageActions()
  const { id, direction, author, content, mail, mediaGone, sentAt, status, echo } = message
  const quote = quoteIn(message, target)
  const name = author.kind === 'system' ? t.system : author.name && plainName(author.name)
  return (
    <li className={classes.row} data-direction={direction} data-follows={follows} data-message={id} tabIndex={-1}>
      <div className={classes.bubble}>
        {direction === 'outbound' && !follows && (name || echo) && (
          <span className={classes.author}>
            {echo && t.elsewhere}
            {echo && name && ' · '}
            <bdi>{name}</bdi>
            {author.bot && <BotMark />}
          </span>
        )}
        {quote && <QuoteLine quote={quote} onOpen={() => scrollTo(target?.id ?? message.replyTo?.messageId ?? '')} />}
        {mail ? (
          <MailView content={content} mail={mail} gone={mediaGone} written={direction === 'outbound' && !echo} />
        ) : (
          <ContentView content={content} copy={message.mediaCopy} gone={mediaGone} />
        )}
        <Reactions message={message} canAnswer={canAnswer} />
        <Meta at={sentAt}>
          <EditHistory message={message} />
          {direction === 'outbound' && <Ticks message={message} />}
        </Meta>
        {(status === 'failed' || status === 'uncertain') && <Undelivered message={message} canAnswer={canAnswer} />}
      </div>
      {content.type !== 'revoked' && content.type !== 'erased' && (
        <div className={classes.actions}>
          {answer && (
            <Act label={t.answerThis} onClick={() => answer(message)}>
              <IconArrowBackUp size={17} />
            </Act>
          )}
          {canReact && direction === 'inbound' && <ReactChooser message={message} />}
          {forward && mail && (
            <Act label={mailWords.forward} onClick={() => forward(message)}>
              <IconArrowForwardUp size={17} />
            </Act>
          )}
        </div>
      )}
    </li>
  )
})

function Meta({ at, children }: { at: string; children?: ReactNode }) {
  const format = useFormat()
  return (
    <div className={classes.meta}>
      <time dateTime={at} title={format.dateTime(at)}>
        {format.time(at)}
      </time>
      {children}
    </div>
  )
}

const ticks = {
  queued: IconClock,
  uncertain: IconHelpCircle,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  played: IconChecks,
  failed: IconAlertCircle
}

function Ticks({ message: { status = 'queued', sentAgain } }: { message: Message }) {
  const t = useMessages()
  const Icon = ticks[status]
  const label = status === 'queued' && sentAgain ? t.sendingAgain : t.status[status]
  return (
    <span className={classes.ticks} data-status={status} title={label} role="img" aria-label={label}>
      <Icon size={15} stroke={2} />
    </span>
  )
}

export function NoteBubble({ author, text, at }: { author: string; text: string; at: string }) {
  const t = useMessages()
  return (
    <li className={classes.row} data-direction="outbound" data-note="true">
      <div className={classes.bubble}>
        <div className={classes.author}>
          {t.note} · <bdi>{plainName(author)}</bdi>
        </div>
        <ContentView content={{ type: 'text', text }} />
        <Meta at={at} />
      </div>
    </li>
  )
}

interface OutgoingProps {
  outgoing: Outgoing
  target: Message | undefined
  onEdit: () => void
}

/** An answer or a note that the server does not have yet, or has refused. */
export function OutgoingBubble({ outgoing, target, onEdit }: OutgoingProps) {
  const { scrollTo } = useMessageActions()
  const t = useMessages()
  const mailWords = useMailMessages()
  const actionWords = useActionWords()
  const files = outgoing.mail?.attachments?.length ?? 0
  const { kind, media, at, refused, agentId } = outgoing
  const isNote = kind === 'note'
  return (
    <li
      className={classes.row}
      data-direction="outbound"
      data-note={isNote}
      data-outgoing={refused ? 'refused' : 'waiting'}
    >
      {refused && (
        <div className={classes.refusedActions}>
          <Act label={t.sendAgain} onClick={() => outbox.sendAgain(outgoing)}>
            <IconRefresh size={17} />
          </Act>
          {(!media || outgoing.mail) && !outgoing.template && (
            <Act label={t.edit} onClick={onEdit}>
              <IconPencil size={17} />
            </Act>
          )}
          <Act label={t.discard} onClick={() => outbox.discard(outgoing)}>
            <IconTrash size={17} />
          </Act>
        </div>
      )}
      <div className={classes.bubble}>
        {isNote && <div className={classes.author}>{t.note}</div>}
        {target && <QuoteLine quote={quoteOf(target)} onOpen={() => scrollTo(target.id)} />}
        <ContentView content={contentOf(outgoing)} />
        {files > 0 && <span className={classes.author}>{mailWords.files(files)}</span>}
        <Meta at={at}>
          <span className={classes.ticks} data-status={refused ? 'failed' : 'queued'} role={refused && 'alert'}>
            {refused ? <IconAlertCircle size={15} /> : <IconClock size={15} />}
            {refused ? `${t.refused}: ${refusalText(refused, actionWords, agentId)}` : t.sending}
          </span>
        </Meta>
      </div>
    </li>
  )
}

function Act({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
