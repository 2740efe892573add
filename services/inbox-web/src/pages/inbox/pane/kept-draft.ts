import { putDraft } from '@inbox/contracts'
import { call } from '../../../api/call.ts'
import { Refusal } from '../../../api/refusal.ts'

interface Kept {
  text: string
  /** Whether the server has it. */
  synced: boolean
}

/** One after the other, so that an older text never arrives after a newer one. */
let last: Promise<unknown> = Promise.resolve()

/** What an agent is typing in a conversation, as it is kept on this machine. */
export function keptDraft(agentId: string, conversationId: string) {
  const key = `inbox-draft:${agentId}:${conversationId}`
  const write = (kept: Kept) => localStorage.setItem(key, JSON.stringify(kept))
  const forget = () => localStorage.removeItem(key)

  const read = (): Kept | undefined => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '') as Kept
    } catch {
      return undefined
    }
  }
  const bring = async () => {
    const kept = read()
    if (!kept || kept.synced) return
    try {
      await call(putDraft, { params: { id: conversationId }, body: { text: kept.text } })
    } catch (error) {
      // the connection may come back; a no stays a no, and the text stays here
      if (!(error instanceof Refusal)) return
    }
    if (read()?.text !== kept.text) return
    if (kept.text === '') forget()
    else write({ text: kept.text, synced: true })
  }
  return {
    read,
    forget,
    keep: (text: string) => write({ text, synced: false }),
    /** Brings it to the server; resolves when that has been tried. */
    sync(): Promise<void> {
      const brought = last.then(bring)
      last = brought
      return brought
    }
  }
}
