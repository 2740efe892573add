import { ActionIcon, Loader, Progress } from '@mantine/core'
import { IconAlertCircle, IconFile, IconRefresh, IconX } from '@tabler/icons-react'
import { plainName } from '../../../ui/plain-name.ts'
import classes from './attachments.module.css'
import { type Attachment, NotCarried } from './attachments.ts'
import { failureText } from './failure-text.ts'
import { useMessages } from './messages.ts'
import { attachments, useAttachments } from './page-attachments.ts'

/** Files being uploaded, and those whose upload failed. */
export function AttachmentList({ conversationId }: { conversationId: string }) {
  const t = useMessages()
  const all = useAttachments(conversationId)
  if (all.length === 0) return null
  return (
    <ul className={classes.list} aria-label={t.attachments}>
      {all.map(each => (
        <Item key={each.id} attachment={each} />
      ))}
    </ul>
  )
}

function Item({ attachment: { id, file, progress, failed, media } }: { attachment: Attachment }) {
  const t = useMessages()
  const name = plainName(file.name)
  return (
    <li className={classes.item} data-failed={failed !== undefined}>
      <StateIcon failed={failed !== undefined} there={media !== undefined} />
      <span className={classes.text}>
        <bdi className={classes.name}>{name}</bdi>
        {failed === undefined ? (
          media === undefined && <Progress value={progress * 100} size="sm" aria-label={t.uploading(name)} />
        ) : (
          <span role="alert" className={classes.reason}>
            {failureText(failed, t)}
          </span>
        )}
      </span>
      {failed !== undefined && !(failed instanceof NotCarried) && (
        <ActionIcon variant="subtle" color="gray" aria-label={t.retry(name)} onClick={() => attachments.retry(id)}>
          <IconRefresh size={17} />
        </ActionIcon>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={t.remove(name)} onClick={() => attachments.remove(id)}>
        <IconX size={17} />
      </ActionIcon>
    </li>
  )
}

function StateIcon({ failed, there }: { failed: boolean; there: boolean }) {
  if (failed) return <IconAlertCircle size={18} aria-hidden="true" />
  return there ? <IconFile size={18} aria-hidden="true" /> : <Loader size={18} aria-hidden="true" />
}
