import type { ConversationSummary } from '@inbox/contracts'

/** The subject of a conversation, before its last message. */
export function Subject({ of: { thread } }: { of: Pick<ConversationSummary, 'thread'> }) {
  if (thread?.subject === undefined) return null
  return (
    <>
      <b>
        <bdi>{thread.subject}</bdi>
      </b>{' '}
    </>
  )
}
