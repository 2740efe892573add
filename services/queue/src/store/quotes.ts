import type { Message, Quoting } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { type Collection, storageCall } from '@inbox/storage'
import { quotedOf } from '../domain/quote.ts'

/** The fields read of messages that quote, and of those they quote. */
interface QuotableMessage extends Pick<Message, 'replyTo' | 'conversationId' | 'direction' | 'author' | 'content'> {
  _id: string
  channelId?: string
}

/** Looks up quoted messages in their current form, whatever changed and whichever of the two was stored first. */
export function openQuotes<Doc extends QuotableMessage>(collection: Collection<Doc>) {
  return {
    /** One query per page, and none if nothing in it quotes. */
    async of(page: readonly QuotableMessage[]): Promise<(document: QuotableMessage) => Pick<Message, 'replyTo'>> {
      const here = new Map(page.map(document => [document._id, document]))
      const missing = page.flatMap(idsOf).filter(id => !here.has(id))
      const found = missing.length > 0 ? await read(missing) : []
      const known = new Map<string, QuotableMessage>([
        ...here,
        ...found.map(document => [document._id, document] as const)
      ])
      return document => {
        const { replyTo, conversationId } = document
        if (!replyTo) return {}
        const target = idsOf(document)
          .map(id => known.get(id))
          .find(each => each !== undefined)
        // an id alone must not reveal a message of an unrelated conversation
        if (target?.conversationId !== (replyTo.conversationId ?? conversationId)) return { replyTo }
        return { replyTo: { ...replyTo, messageId: target._id, quoted: quotedOf(target) } }
      }
    }
  }

  async function read(ids: string[]): Promise<QuotableMessage[]> {
    const projection = { conversationId: 1, direction: 1, author: 1, content: 1 }
    const found = await storageCall(() => collection.find({ _id: { $in: ids } } as never, { projection }).toArray())
    return found as unknown as QuotableMessage[]
  }
}

/** By our id, or by the provider's for a message that a contact wrote. */
const idsOf = ({ replyTo, channelId = '' }: QuotableMessage): string[] =>
  replyTo ? [replyTo.messageId, messageIdOf(channelId, replyTo.messageId)] : []

/** Quoted text is looked up on every read: its current form says more than a stored one. */
export const withoutQuoted = ({ quoted, ...replyTo }: Quoting): Quoting => replyTo
