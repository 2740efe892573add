import type { Content, MediaContent, WrittenMail } from '@inbox/contracts'
import { Refusal } from '../../../api/refusal.ts'
import type { KeyedStorage } from '../../../state/storage.ts'

/** An answer or a note that was sent off here and has not yet been confirmed by the server. */
export interface Outgoing {
  /** The same id means the same answer, so retries are idempotent. */
  id: string
  kind: 'answer' | 'note'
  conversationId: string
  /** Who wrote it: nobody else sends it, not even the next to sign in here. */
  agentId: string
  text: string
  /** The message that it answers. */
  replyTo?: { messageId: string } | undefined
  /** Its e-mail fields, on channels of that kind. */
  mail?: WrittenMail | undefined
  /** The attachments of that e-mail, in case it is taken back. */
  files?: readonly MediaContent[] | undefined
  /** The file being sent, with `text` as its caption. */
  media?: MediaContent
  /** The template being sent, whose wording is `text`. */
  template?: Extract<Content, { type: 'template' }>
  /** Later than that of anything sent off before; defines the order of sending. */
  at: string
  /** Why the server refused it; until then it is retried. */
  refused?: Refusal
}

/** The content of an outgoing answer or note. */
export const contentOf = ({
  text,
  media,
  template
}: Pick<Outgoing, 'text' | 'media' | 'template'>): Extract<
  Content,
  { type: MediaContent['type'] | 'text' | 'template' }
> => template ?? (media ? { ...media, ...(text !== '' && { caption: text }) } : { type: 'text', text })

const PREFIX = 'inbox-outbox:'
const keyOf = ({ agentId, id }: Outgoing) => `${PREFIX}${agentId}:${id}`

/** Stores each entry under its own key, so that tabs writing concurrently do not overwrite each other. */
export function createOutgoingStorage(storage: KeyedStorage) {
  // the same object while nothing changes, because components compare by identity
  const read = new Map<string, { written: string; entry: Outgoing }>()
  const entryAt = (key: string): Outgoing[] => {
    const written = storage.get(key)
    if (written === undefined) return []
    const known = read.get(key)
    if (known?.written === written) return [known.entry]
    const entry = parsed(written)
    if (!entry) return []
    read.set(key, { written, entry })
    return [entry]
  }
  return {
    /** Everybody's entries, in the order of sending. */
    all: () =>
      storage
        .keys(PREFIX)
        .flatMap(entryAt)
        .sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1)),
    /** The entry as it is now, whichever tab has changed it. */
    current: (entry: Outgoing) => entryAt(keyOf(entry))[0],
    /** Returns whether it outlives the page. */
    put: (entry: Outgoing) => storage.set(keyOf(entry), JSON.stringify(entry)),
    remove: (entry: Outgoing) => storage.remove(keyOf(entry)),
    onChangeElsewhere: (listener: () => void) =>
      storage.onChangeElsewhere(key => (key === null || key.startsWith(PREFIX)) && listener())
  }
}

function parsed(written: string): Outgoing | undefined {
  try {
    const { refused, ...entry } = JSON.parse(written)
    return refused ? { ...entry, refused: new Refusal(refused.status, refused) } : entry
  } catch {
    return undefined
  }
}
