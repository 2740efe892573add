import type { Content, MediaContent, WrittenMail } from '@inbox/contracts'
import { Refusal } from '../../../api/refusal.ts'
import type { KeyedStorage } from '../../../state/storage.ts'

/** An answer or a note that was sent off here and is not yet known to be with the server. */
export interface Outgoing {
  /** The same id again is the same answer, so that trying twice is harmless. */
  id: string
  kind: 'answer' | 'note'
  conversationId: string
  /** Who wrote it: nobody else sends it, also if they sign in here next. */
  agentId: string
  text: string
  /** The message that it answers. */
  replyTo?: { messageId: string } | undefined
  /** What it is as an e-mail, on channels of that kind. */
  mail?: WrittenMail | undefined
  /** What is attached to that e-mail, for whoever takes it back. */
  files?: readonly MediaContent[] | undefined
  /** The file that it is, with `text` for its caption. */
  media?: MediaContent
  /** The template that it is, which reads as `text`. */
  template?: Extract<Content, { type: 'template' }>
  /** Later than that of whatever was sent off before: the order of sending. */
  at: string
  /** Why the server does not want it; until then it is tried again and again. */
  refused?: Refusal
}

/** What an outgoing answer or note says. */
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

/** Each under a key of its own: tabs that write at the same time leave each other's alone. */
export function createOutgoingStorage(storage: KeyedStorage) {
  // the same object as long as nothing changes, because components compare by identity
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
    /** Everybody's, in the order of sending. */
    all: () =>
      storage
        .keys(PREFIX)
        .flatMap(entryAt)
        .sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1)),
    /** As it is now, whichever tab has changed it. */
    current: (entry: Outgoing) => entryAt(keyOf(entry))[0],
    /** Answers whether it outlives the page. */
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
