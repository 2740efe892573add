import { type ConversationSummary, filledLines, type MediaContent, type Message } from '@inbox/contracts'
import { useChannels } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useMailMessages } from '../content/mail-messages.ts'
import { asMail, emptyMail, originalOf, othersOf, withFiles, wrongAddress } from './mail-draft.ts'
import type { Texts } from './use-texts.ts'

/** The e-mail fields of an answer; undefined on channels of other kinds. */
export function useMailDraft(
  { channel, contact, thread }: ConversationSummary,
  messages: readonly Message[],
  { mail, writeMail: change, replyTo }: Pick<Texts, 'mail' | 'writeMail' | 'replyTo'>
) {
  const t = useMailMessages()
  const format = useFormat()
  const me = useMe()
  const { address, aliases, signature } = useChannels().data?.get(channel.id)?.settings ?? {}
  if (channel.kind !== 'email') return undefined
  const original = originalOf(messages, replyTo?.messageId)
  const own = [address, aliases].flatMap(each => (typeof each === 'string' ? each.split(/[\s,;]+/) : []))
  const others = othersOf(original, { contact: [contact.externalId, contact.email], own, copied: mail.cc })
  return {
    fields: { mail, subject: thread?.subject, others, canQuote: original !== undefined, onChange: change },
    /** What will follow the text in the mail. */
    signature:
      typeof signature === 'string'
        ? filledLines(signature, { agent: me.name, contact: contact.name, channel: channel.name })
        : '',
    wrong: wrongAddress(mail) !== undefined,
    /** Returns the answer as a complete mail; the next one starts afresh. */
    take(text: string, files: readonly MediaContent[]) {
      change(emptyMail)
      return withFiles(
        asMail(mail, text, original, (who, at) => t.wrote(who, format.dateTime(at))),
        files
      )
    }
  }
}
