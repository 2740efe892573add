import type { Message } from '@inbox/contracts'
import { Popover, UnstyledButton } from '@mantine/core'
import { useFormat } from '../../../i18n/format.ts'
import { ContentView } from '../content/content-view.tsx'
import classes from './edit-history.module.css'
import { useMessages } from './messages.ts'

/** Shows that a message was changed; supervisors also see what it said before. */
export function EditHistory({ message: { editedAt, revokedAt, formerly } }: { message: Message }) {
  const t = useMessages()
  if (editedAt === undefined && revokedAt === undefined) return null
  const mark = revokedAt === undefined ? t.edited : t.deleted
  if (!formerly?.length) return <span>{mark}</span>
  return (
    <Popover shadow="md" width={320} withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.mark} title={t.editHistory}>
          {mark}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ol className={classes.former} aria-label={t.editHistory}>
          {formerly.map(({ content, at }) => (
            <Former key={`${at} ${JSON.stringify(content)}`} content={content} at={at} />
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  )
}

function Former({ content, at }: NonNullable<Message['formerly']>[number]) {
  const format = useFormat()
  return (
    <li>
      <time className={classes.at} dateTime={at}>
        {format.dateTime(at)}
      </time>
      <ContentView content={content} />
    </li>
  )
}
