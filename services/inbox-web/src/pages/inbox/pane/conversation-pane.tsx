import type { ConversationSummary, Draft } from '@inbox/contracts'
import { Button, Center, Loader, Stack, Text } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'wouter'
import { useMe } from '../../../api/session.ts'
import { DetailsPanel } from '../details/details-panel.tsx'
import { useMessages } from './messages.ts'
import classes from './pane.module.css'
import { PaneHeader } from './pane-header.tsx'
import { Thread } from './thread.tsx'
import { LeftBehind } from './unsent.tsx'
import { useConversation } from './use-conversation.ts'

/** The open conversation, whatever its status: reading has no effect on it. */
export function ConversationPane({ id, backTo }: { id: string; backTo: string }) {
  const t = useMessages()
  const { conversation, draft, missing } = useConversation(id)
  if (missing)
    return (
      <Center h="100%">
        <Stack align="center">
          <Text c="var(--text-soft)" role="alert">
            {t.missing}
          </Text>
          <LeftBehind conversationId={id} />
        </Stack>
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
        {winner ? (
          <Taken name={winner} conversationId={conversation.id} />
        ) : (
          <Thread conversation={conversation} draft={draft} />
        )}
      </div>
      {detailsShown && <DetailsPanel conversation={conversation} onClose={() => setDetailsShown(false)} />}
    </div>
  )
}

/**
 * Beside the conversation, details stay open or closed as left; where they would cover it they open only on request.
 */
function useDetailsShown() {
  const beside = useLocalStorage({ key: 'inbox-details', defaultValue: true })
  const above = useState(false)
  const isWide = useMediaQuery('(min-width: 75em)', undefined, { getInitialValueInEffect: false })
  return isWide ? beside : above
}

/** Who accepted the conversation while this agent was only viewing it and so came too late. */
function useWinner({ status, agent }: ConversationSummary): string | undefined {
  const me = useMe()
  const [previewed, setPreviewed] = useState(false)
  const isPreview = status === 'queued' || (previewed && agent?.id !== me.id)
  if (isPreview !== previewed) setPreviewed(isPreview)
  return me.role === 'agent' && isPreview && status === 'ongoing' ? agent?.name : undefined
}

function Taken({ name, conversationId }: { name: string; conversationId: string }) {
  const t = useMessages()
  return (
    <Center flex={1}>
      <Stack align="center" gap="sm">
        <Text fw={550} role="status">
          {t.takenBy(name)}
        </Text>
        <Button component={Link} href="/inbox/queue" variant="default">
          {t.toQueue}
        </Button>
        <LeftBehind conversationId={conversationId} />
      </Stack>
    </Center>
  )
}
