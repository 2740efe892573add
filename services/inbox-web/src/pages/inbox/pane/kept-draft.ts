import { putDraft } from '@inbox/contracts'
import { call } from '../../../api/call.ts'
import { type KeyedStorage, storage as ours } from '../../../state/storage.ts'

/** An answer being written, and the message it answers. */
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

/** Calls are made one after another, so that an older text never arrives after a newer one. */
let last: Promise<unknown> = Promise.resolve()

/** What an agent is typing in a conversation, kept on this machine; newer than the server's draft until synced. */
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
    // drafts that the server has, too, make room for those it does not have
    for (const each of storage.keys(PREFIX)) if (each !== key && readAt(each)?.synced) storage.remove(each)
    storage.set(key, written)
  }
  const bring = async () => {
    const kept = read()
    if (!kept || kept.synced) return
    try {
      await put(conversationId, writtenIn(kept))
    } catch {
      // refused or not received: the newest text is the one here
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
    /** Sends the draft to the server; resolves once that has been tried. */
    sync(): Promise<void> {
      const brought = last.then(bring)
      last = brought
      return brought
    },
    /** Calls back when another tab has changed the draft. Returns how to stop. */
    onChangeElsewhere: (listener: () => void) =>
      storage.onChangeElsewhere(changed => void (changed === key && listener()))
  }
}

const writtenIn = ({ text, replyTo }: Written): Written => ({ text, ...(replyTo && { replyTo }) })
const isEmpty = ({ text, replyTo }: Written): boolean => text === '' && !replyTo
const isSame = (a: Written, b: Written): boolean => a.text === b.text && a.replyTo?.messageId === b.replyTo?.messageId
