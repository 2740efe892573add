import { putDraft } from '@inbox/contracts'
import { call } from '../../../api/call.ts'
import { type KeyedStorage, storage as ours } from '../../../state/storage.ts'

/** An answer that is being written, and the message that it answers. */
export interface Written {
  text: string
  replyTo?: { messageId: string } | undefined
}

interface Kept extends Written {
  /** Whether the server has it. */
  synced: boolean
}

type Put = (conversationId: string, written: Written) => Promise<unknown>

const PREFIX = 'inbox-draft:'
const putToServer: Put = (id, written) => call(putDraft, { params: { id }, body: written })

/** One after the other, so that an older text never arrives after a newer one. */
let last: Promise<unknown> = Promise.resolve()

/** What an agent is typing in a conversation, as it is kept on this machine: newer than the server's until that has it. */
export function createKeptDraft(
  agentId: string,
  conversationId: string,
  { storage, put }: { storage: KeyedStorage; put: Put } = { storage: ours, put: putToServer }
) {
  const key = `${PREFIX}${agentId}:${conversationId}`
  const readAt = (at: string): Kept | undefined => {
    try {
      return JSON.parse(storage.get(at) ?? '') as Kept
    } catch {
      return undefined
    }
  }
  const read = () => readAt(key)
  const forget = () => storage.remove(key)
  const write = (kept: Kept) => {
    const written = JSON.stringify(kept)
    if (storage.set(key, written)) return
    // what the server has too makes room for what it has not
    for (const each of storage.keys(PREFIX)) if (each !== key && readAt(each)?.synced) storage.remove(each)
    storage.set(key, written)
  }
  const bring = async () => {
    const kept = read()
    if (!kept || kept.synced) return
    try {
      await put(conversationId, writtenIn(kept))
    } catch {
      // refused or not heard, the newest text is the one that stands here
      return
    }
    const now = read()
    if (!now || !isSame(now, kept)) return
    if (isEmpty(kept)) forget()
    else write({ ...kept, synced: true })
  }
  return {
    read,
    forget,
    keep: (written: Written) => write({ ...written, synced: false }),
    /** Brings it to the server; resolves when that has been tried. */
    sync(): Promise<void> {
      const brought = last.then(bring)
      last = brought
      return brought
    },
    /** Hears of what another tab has written. Answers how to stop. */
    onChangeElsewhere: (listener: () => void) =>
      storage.onChangeElsewhere(changed => void (changed === key && listener()))
  }
}

const writtenIn = ({ text, replyTo }: Written): Written => ({ text, ...(replyTo && { replyTo }) })
const isEmpty = ({ text, replyTo }: Written): boolean => text === '' && !replyTo
const isSame = (a: Written, b: Written): boolean => a.text === b.text && a.replyTo?.messageId === b.replyTo?.messageId
