import type { ConversationSummary } from '@inbox/contracts'

/** What a conversation is about, in front of what was said last. */
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
