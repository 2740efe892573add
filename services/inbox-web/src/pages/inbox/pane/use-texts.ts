import type { Draft } from '@inbox/contracts'
import { useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { attachments } from '../attachments/page-attachments.ts'
import type { Outgoing } from '../outbox/outgoing-storage.ts'
import { outbox } from '../outbox/page-outbox.ts'
import { keptMail, type LeavingMail, type MailDraft, mailIn, takenBack } from './mail-draft.ts'
import { useDraft } from './use-draft.ts'
import { useKeptText } from './use-kept-text.ts'

export type Kind = Outgoing['kind']

/** What an agent writes in a conversation, an answer and a note; each is kept until it is sent off. */
export function useTexts(conversationId: string, draft: Draft | null | undefined) {
  const { id: agentId } = useMe()
  const [mode, setMode] = useState<Kind>('answer')
  const [{ text: answer, replyTo }, writeDraft] = useDraft(conversationId, draft)
  const [note, writeNote] = useKeptText('note', conversationId)
  const writeAnswer = (text: string) => writeDraft({ text, replyTo })
  const [kept, keep] = useKeptText('mail', conversationId)
  const mail = mailIn(kept)
  const writeMail = (next: MailDraft) => keep(keptMail(next))
  const texts = { answer: { text: answer, write: writeAnswer }, note: { text: note, write: writeNote } }
  return {
    ...texts,
    agentId,
    /** The e-mail fields of the answer, if it is one. */
    mail,
    writeMail,
    /** The message being answered. */
    replyTo,
    /** Chooses the message to answer; undefined = none in particular. */
    answerTo: (messageId: string | undefined) =>
      writeDraft({ text: answer, ...(messageId !== undefined && { replyTo: { messageId } }) }),
    /** Which of the two is being written. */
    mode,
    setMode,
    /** Who began the answer, if it is somebody else's and still as they left it. */
    begunBy: draft && draft.agent.id !== agentId && answer !== '' && answer === draft.text ? draft.agent : undefined,
    /** `asMail`: the answer as an e-mail, with its quote below its text. */
    sendOff(kind: Kind, asMail?: LeavingMail) {
      const { text, write } = texts[kind]
      const said = { text: text.trim(), ...asMail }
      outbox.sendOff({ kind, conversationId, agentId, ...said, ...(kind === 'answer' && { replyTo }) })
      if (kind === 'answer') writeDraft({ text: '' })
      else write('')
    },
    /** Puts a refused entry, with everything that belongs to it, before what has been written since. */
    takeBack(entry: Outgoing) {
      outbox.discard(entry)
      setMode(entry.kind)
      const { text, write } = texts[entry.kind]
      if (entry.kind === 'note') return write([entry.text, text].filter(Boolean).join('\n'))
      const again = takenBack(entry, { text, mail })
      writeDraft({ text: again.text, replyTo: entry.replyTo ?? replyTo })
      writeMail(again.mail)
      attachments.putBack({ conversationId, agentId }, again.files)
    }
  }
}

export type Texts = ReturnType<typeof useTexts>
