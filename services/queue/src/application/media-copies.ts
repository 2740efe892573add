import type { DataOf, Message, mediaCopied, mediaNotCopied } from '@inbox/contracts'
import type { ClaimMedia } from '@inbox/http'
import { type Clock, Malformed, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { awaitsCopyOf, copied, notCopied } from '../domain/media-copy.ts'
import { changedEntry, namedEntries } from '../outbound/events.ts'
import type { Conversations } from '../store/conversations.ts'
import type { MessageDocument, Messages } from '../store/messages.ts'

type Outcome = Promise<Result<unknown, Rejection>>

/** What became of the copies media was asked to make. `last`: no more waiting for the message. */
export interface MediaCopies {
  copied(data: DataOf<typeof mediaCopied>, origin: Origin, last: boolean): Outcome
  notCopied(data: DataOf<typeof mediaNotCopied>, origin: Origin, last: boolean): Outcome
}

interface Dependencies {
  messages: Pick<Messages, 'get' | 'takeCopy'>
  conversations: Pick<Conversations, 'load'>
  claim: ClaimMedia
  clock: Clock
}

/** Applies them to their messages, which may have changed meanwhile. */
export function createMediaCopies({ messages, conversations, claim, clock }: Dependencies): MediaCopies {
  const found = async ({ messageId }: { messageId: string }, last: boolean) => {
    const message = await messages.get(messageId)
    // the copy is requested as soon as the conversation has the message, which is stored a moment later
    if (!message && !last) throw new Retryable('the message of a file is not stored yet')
    return message
  }
  const take = async (
    message: Message,
    origin: Origin,
    next: (message: MessageDocument) => MessageDocument
  ): Outcome => {
    const loaded = await conversations.load(message.conversationId)
    if (!loaded) return reject('not-found', `No such conversation: ${message.conversationId}`)
    const { conversation } = loaded
    const now = clock.now()
    await messages.takeCopy(message.id, next, after => [
      changedEntry(conversation, after, origin, now),
      ...namedEntries(conversation, after, origin, now)
    ])
    return ok(undefined)
  }
  const missing = (id: string) => reject('not-found', `No such message: ${id}; its file was dropped`)

  return {
    async copied({ messageId, channelId, url, mediaId }, origin, last) {
      const message = await found({ messageId }, last)
      if (!message) return missing(messageId)
      if (!awaitsCopyOf(message, url)) return ok(undefined)
      const { url: _, ...said } = message.content as Extract<typeof message.content, { url?: string | undefined }>
      const content = await claim({ ...said, mediaId }, { kind: 'channel', id: channelId }).catch(error => {
        // this came so late that the file is gone again
        if (error instanceof Malformed) return undefined
        throw error
      })
      return take(message, origin, stored =>
        content ? copied(stored, url, content) : notCopied(stored, url, 'unreachable')
      )
    },
    async notCopied({ messageId, url, reason }, origin, last) {
      const message = await found({ messageId }, last)
      if (!message) return missing(messageId)
      return take(message, origin, stored => notCopied(stored, url, reason))
    }
  }
}
