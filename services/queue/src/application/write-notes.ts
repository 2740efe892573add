import type { Clock } from '@inbox/kernel'
import { derivedId } from '@inbox/kernel/derived-id'
import type { Origin } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { type AgentRef, agentOf, type Conversation, shownAgent } from '../domain/conversation.ts'
import type { Note } from '../domain/note.ts'
import { noteEntry } from '../outbound/events.ts'
import type { Notes } from '../store/notes.ts'

export type WriteNote = (
  conversation: Conversation,
  author: AgentRef,
  written: { text: string; clientNoteId?: string | undefined },
  origin: Origin
) => Promise<Note>

/** Leaves a note for other agents, once per `clientNoteId`, in any status: ended conversations need follow-up, too. */
export function createWriteNotes(notes: Notes, clock: Clock): WriteNote {
  return (conversation, author, { text, clientNoteId }, origin) => {
    const note: Note = {
      id: clientNoteId === undefined ? newId() : noteIdOf(conversation.id, clientNoteId),
      conversationId: conversation.id,
      author: shownAgent(author),
      text,
      at: clock.now()
    }
    const { departmentId } = conversation
    return notes.add({ note, departmentId }, noteEntry(note, departmentId, agentOf(conversation)?.id, origin))
  }
}

const noteIdOf = (conversationId: string, clientNoteId: string) => derivedId('note', conversationId, clientNoteId)
