import type { ChannelEvent, Translated } from './channel-event.ts'

/**
 * The earliest time that a notification tells about. A status counts as of when its answer was requested, as far as
 * `requested` says: a read receipt is no news from whoever read the message. Anything else that is not a contact's own
 * statement counts as from before everything. So does anything unreadable, or of no use to an inbox, such as former chats:
 * Meta gives it no time of its own, and it is better to keep too little of an erased contact than too much.
 */
export const toldSince = (changes: readonly Translated[], requested: ReadonlyMap<ChannelEvent, Date>): Date =>
  new Date(
    Math.min(
      ...changes.flatMap(({ events, problems }) =>
        problems.length > 0 || events.length === 0 ? [0] : events.flatMap(event => saidAt(event, requested))
      ),
      ALL
    )
  )

/** Nothing about anybody. */
const ALL = 8.64e15

function saidAt(event: ChannelEvent, requested: ReadonlyMap<ChannelEvent, Date>): number | [] {
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
    case 'status':
      return requested.get(event)?.getTime() ?? 0
    case 'problem':
      return []
    default:
      return 0
  }
}
