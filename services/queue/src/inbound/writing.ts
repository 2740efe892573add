import { type InternalNote, listNotes, putDraft, tellTyping, writeNote } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { type Clock, ok } from '@inbox/kernel'
import { decodeCursor, encodeCursor } from '@inbox/storage'
import type { PublishAttended } from '../application/publish-attended.ts'
import type { PublishTyping } from '../application/publish-typing.ts'
import type { WriteNote } from '../application/write-notes.ts'
import type { Note } from '../domain/note.ts'
import { lookedAt } from '../domain/read-entry.ts'
import { type AuditOf, opened, type ReadStores } from './reads.ts'

export interface Writing {
  writeNote: WriteNote
  publishTyping: PublishTyping
  publishAttended: PublishAttended
  audit: AuditOf
  clock: Clock
}

/** What agents write that contacts never see. */
export function writingRoutes(stores: ReadStores, writing: Writing): Route[] {
  return [
    route(writeNote, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      return ok(answerOf(await writing.writeNote(loaded.conversation, reader, call.body, originOf(call))))
    }),
    route(listNotes, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      writing.audit(reader, lookedAt(reader, loaded.conversation), originOf(call))
      const { limit, cursor } = call.query
      const notes = await stores.notes.page(call.params.id, limit, cursor === undefined ? undefined : placeOf(cursor))
      const oldest = notes.length === limit ? notes[0] : undefined
      return ok({
        items: notes.map(answerOf),
        nextCursor: oldest ? encodeCursor([oldest.at.getTime(), oldest.id]) : null
      })
    }),
    route(putDraft, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      await stores.drafts.put(call.params.id, found.value.reader, call.body, writing.clock.now())
      return ok(undefined)
    }),
    route(tellTyping, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      const typing = call.body?.typing ?? true
      await writing.publishTyping(loaded.conversation, reader, typing, originOf(call))
      if (typing) await writing.publishAttended(loaded.conversation, reader.id, 'typing', originOf(call))
      return ok(undefined)
    })
  ]
}

const originOf = ({ correlationId }: { correlationId: string }) => ({ correlationId })

const answerOf = (note: Note): InternalNote => ({ ...note, at: note.at.toISOString() })

function placeOf(cursor: string) {
  const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
  return { at: new Date(at), id }
}
