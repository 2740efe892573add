import type { ConversationSummary } from '@inbox/contracts'

/** The conversation below `id`, or above it if it is the last; undefined if there is no other. */
export function neighbour(list: readonly ConversationSummary[], id: string): ConversationSummary | undefined {
  const at = list.findIndex(each => each.id === id)
  return at < 0 ? undefined : (list[at + 1] ?? list[at - 1])
}

/** The next one after `openId` whose contact awaits an answer from `meId`, wrapping around at the end. */
export function nextUnanswered(
  list: readonly ConversationSummary[],
  openId: string | undefined,
  meId: string
): ConversationSummary | undefined {
  const from = list.findIndex(({ id }) => id === openId) + 1
  return [...list.slice(from), ...list.slice(0, from)].find(
    ({ id, agent, lastMessage }) => id !== openId && agent?.id === meId && lastMessage?.direction === 'inbound'
  )
}
