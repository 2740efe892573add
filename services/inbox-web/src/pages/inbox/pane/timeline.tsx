import { Button, Center, Loader, Stack, Text } from '@mantine/core'
import { isToday, useFormat } from '../../../i18n/format.ts'
import type { Outgoing } from '../outbox/outgoing.ts'
import { Bubble, NoteBubble, OutgoingBubble } from './bubble.tsx'
import { useMessages } from './messages.ts'
import classes from './timeline.module.css'
import type { useFeed } from './use-feed.ts'

interface Props {
  feed: ReturnType<typeof useFeed>
  outgoing: readonly Outgoing[]
  onEdit: (outgoing: Outgoing) => void
}

/** The messages of a conversation, newest at the bottom, where it stays. */
export function Timeline({ feed, outgoing, onEdit }: Props) {
  const t = useMessages()
  const format = useFormat()
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
    // the reversed column keeps the newest in sight when something comes or the height changes
    <section className={classes.scroller} aria-label={t.messagesLabel}>
      <ol className={classes.feed}>
        {feed.hasOlder && (
          <li className={classes.older}>
            <Button variant="default" size="xs" loading={feed.loadingOlder} onClick={feed.older}>
              {t.older}
            </Button>
          </li>
        )}
        {feed.entries.length === 0 && outgoing.length === 0 && <li className={classes.day}>{t.noMessages}</li>}
        {feed.entries.map(entry => {
          if (entry.kind === 'day')
            return (
              <li key={entry.key} className={classes.day}>
                <span>{isToday(entry.at) ? t.today : format.day(entry.at)}</span>
              </li>
            )
          if (entry.kind === 'note')
            return (
              <NoteBubble key={entry.key} author={entry.note.author.name} text={entry.note.text} at={entry.note.at} />
            )
          return <Bubble key={entry.key} message={entry.message} follows={entry.follows} />
        })}
        {outgoing.map(each => (
          <OutgoingBubble key={each.id} outgoing={each} onEdit={() => onEdit(each)} />
        ))}
      </ol>
    </section>
  )
}
