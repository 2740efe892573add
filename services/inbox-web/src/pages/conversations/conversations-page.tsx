import { Button, VisuallyHidden } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useParams, useSearch } from 'wouter'
import { ConversationPane } from '../inbox/pane/conversation-pane.tsx'
import { ConversationSearch } from './conversation-search.tsx'
import classes from './conversations-page.module.css'
import { useMessages } from './messages.ts'

/** /conversations/<conversation>?<search filters> */
export default function ConversationsPage() {
  const t = useMessages()
  const { '*': id } = useParams<{ '*': string }>()
  const search = useSearch()
  const list = `/conversations${search && `?${search}`}`
  if (!id) return <ConversationSearch />
  return (
    <div className={classes.opened}>
      <VisuallyHidden component="h1">{t.title}</VisuallyHidden>
      <div className={classes.back}>
        <Button component={Link} href={list} variant="subtle" size="xs" leftSection={<IconArrowLeft size={16} />}>
          {t.back}
        </Button>
      </div>
      <div className={classes.pane}>
        <ConversationPane key={id} id={id} backTo={list} />
      </div>
    </div>
  )
}
