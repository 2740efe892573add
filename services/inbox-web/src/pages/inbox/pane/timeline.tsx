import { Button, Center, Loader, Stack, Text } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { Fragment, useEffect, useRef } from 'react'
import { isToday, useFormat } from '../../../i18n/format.ts'
import type { Outgoing } from '../outbox/outgoing-storage.ts'
import { Bubble, NoteBubble, OutgoingBubble } from './bubble.tsx'
import type { FeedEntry } from './feed.ts'
import { useMessages } from './messages.ts'
import classes from './timeline.module.css'
import type { useFeed } from './use-feed.ts'
import { useFirstUnread } from './use-first-unread.ts'

type Feed = ReturnType<typeof useFeed>

interface Props {
  feed: Feed
  /** How many messages were unread when the conversation was opened. */
  unread: number
  outgoing: readonly Outgoing[]
  /** Whether the viewer may answer the contact now. */
  canAnswer: boolean
  /** Whether the viewer may send a template, which needs less. */
  canTemplate: boolean
  onEdit: (outgoing: Outgoing) => void
}

/** The messages of a conversation, newest at the bottom, where it stays scrolled. */
export function Timeline({ feed, unread, outgoing, canAnswer, canTemplate, onEdit }: Props) {
  const t = useMessages()
  const firstUnread = useFirstUnread(unread, feed)
  if (feed.loading)
    return (
      <Center flex={1}>
        <Loader aria-label={t.loading} />
      </Center>
    )
  if (feed.failed)
    return (
      <Center flex={1} role="alert">
        <Stack align="center" gap="sm">
          <Text c="var(--text-soft)">{t.failed}</Text>
          <Button variant="default" onClick={feed.again}>
            {t.again}
          </Button>
        </Stack>
      </Center>
    )
  return (
    <div className={classes.frame}>
      {firstUnread.jump && (
        <Button
          className={classes.jump}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size={15} />}
          loading={firstUnread.jumping}
          onClick={firstUnread.jump}
        >
          {t.toFirstUnread}
        </Button>
      )}
      {/* the reversed column keeps the newest in sight when something arrives or the height changes */}
      <section className={classes.scroller} aria-label={t.messagesLabel}>
        <ol className={classes.feed}>
          {feed.hasOlder && <Older feed={feed} />}
          {feed.entries.length === 0 && outgoing.length === 0 && <li className={classes.day}>{t.noMessages}</li>}
          {feed.entries.map(entry => (
            <Fragment key={entry.key}>
              {entry.key === firstUnread.first && (
                <li className={classes.day} data-new ref={firstUnread.line} tabIndex={-1}>
                  <span>{t.newMessages}</span>
                </li>
              )}
              <Entry entry={entry} canAnswer={canAnswer || (canTemplate && isTemplate(entry))} />
            </Fragment>
          ))}
          {outgoing.map(each => (
            <OutgoingBubble
              key={each.id}
              outgoing={each}
              target={feed.messages.find(({ id }) => id === each.replyTo?.messageId)}
              onEdit={() => onEdit(each)}
            />
          ))}
        </ol>
      </section>
    </div>
  )
}

const isTemplate = (entry: FeedEntry) => 'message' in entry && entry.message.content.type === 'template'

function Entry({ entry, canAnswer }: { entry: FeedEntry; canAnswer: boolean }) {
  const t = useMessages()
  const format = useFormat()
  if (entry.kind === 'day')
    return (
      <li className={classes.day}>
        <span>{isToday(entry.at) ? t.today : format.day(entry.at)}</span>
      </li>
    )
  if (entry.kind === 'note')
    return <NoteBubble author={entry.note.author.name} text={entry.note.text} at={entry.note.at} />
  return <Bubble message={entry.message} follows={entry.follows} canAnswer={canAnswer} target={entry.target} />
}

/** Loads older messages when scrolled near; after a failure by a button. */
function Older({ feed: { loadingOlder, olderFailed, older } }: { feed: Feed }) {
  const t = useMessages()
  const place = useRef<HTMLLIElement>(null)
  const latest = useRef(older)
  useEffect(() => {
    latest.current = older
  })
  useEffect(() => {
    if (loadingOlder || olderFailed || !place.current) return
    const near = { root: place.current.closest('section'), rootMargin: '300px 0px 0px' }
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && latest.current(), near)
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [loadingOlder, olderFailed])
  return (
    <li className={classes.older} ref={place}>
      <Button variant="default" size="xs" loading={loadingOlder} onClick={older}>
        {t.older}
      </Button>
    </li>
  )
}
