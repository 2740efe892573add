import type { ChannelEvent, Translated } from './channel-event.ts'

/**
 * The earliest time of which a notification tells. What is no word of a contact's own counts as from before all: a mark that a
 * message was read is no news of who read it.
 */
export const toldSince = (changes: readonly Translated[]): Date =>
  new Date(
    Math.min(...changes.flatMap(({ events, problems }) => (problems.length > 0 ? [0] : events.flatMap(saidAt))), ALL)
  )

/** Nothing was told, of nobody. */
const ALL = 8.64e15

function saidAt(event: ChannelEvent): number | [] {
  switch (event.kind) {
    case 'message':
      return Date.parse(event.message.sentAt)
    case 'echo':
      return Date.parse(event.echo.sentAt)
    case 'edit':
      return Date.parse(event.edit.at)
    case 'reaction':
      return Date.parse(event.reaction.at)
    case 'revocation':
      return Date.parse(event.revocation.at)
    case 'problem':
      return []
    default:
      return 0
  }
}
