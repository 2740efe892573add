import { Center, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import { Redirect, useParams } from 'wouter'
import { useMe } from '../../api/session.ts'
import { hasOrders, isTab } from '../../live/tabs.ts'
import { FirstSteps } from '../admin/first-steps.tsx'
import classes from './inbox-page.module.css'
import { ConversationList } from './list/conversation-list.tsx'
import { MovedBanner } from './list/moved-banner.tsx'
import { OrderMenu } from './list/order-menu.tsx'
import { SearchField } from './list/search-field.tsx'
import { SearchResults } from './list/search-results.tsx'
import { TabBar } from './list/tab-bar.tsx'
import { useMessages } from './messages.ts'
import { ConversationPane } from './pane/conversation-pane.tsx'
import { StartButton } from './start/start-button.tsx'

/** A search starts once nothing was typed for this long. */
const TYPED_MS = 250

/** /inbox/<tab>/<conversation> */
export default function InboxPage() {
  const [tab, conversationId] = (useParams<{ '*': string }>()['*'] ?? '').split('/')
  const [words, setWords] = useState('')
  const t = useMessages()
  const [q] = useDebouncedValue(words.trim(), TYPED_MS)
  if (!isTab(tab)) return <Redirect to="/inbox/queue" replace />
  return (
    <div className={classes.page} data-open={conversationId !== undefined && conversationId !== ''}>
      <VisuallyHidden component="h1">{t.tabs[tab]}</VisuallyHidden>
      <section className={classes.list}>
        <TabBar tab={tab} />
        <MovedBanner />
        <div className={classes.tools}>
          <SearchField value={words} onChange={setWords} />
          {hasOrders(tab) && q === '' && <OrderMenu />}
          <StartButton />
        </div>
        {q === '' ? (
          <ConversationList key={tab} tab={tab} openId={conversationId} />
        ) : (
          <SearchResults q={q} tab={tab} openId={conversationId} />
        )}
      </section>
      <section className={classes.pane}>
        {conversationId ? (
          <ConversationPane key={conversationId} id={conversationId} backTo={`/inbox/${tab}`} />
        ) : (
          <NothingOpen />
        )}
      </section>
    </div>
  )
}

function NothingOpen() {
  const t = useMessages()
  const { role } = useMe()
  return (
    <Center h="100%">
      <Stack align="center" gap={6} c="var(--text-soft)">
        <IconMessages size={44} stroke={1.2} />
        <Text fw={550}>{t.pick}</Text>
        <Text fz="sm">{t.pickHint}</Text>
        {role === 'admin' && <FirstSteps />}
      </Stack>
    </Center>
  )
}
