import type { Collection } from '@inbox/storage'
import { expect, it } from '@jest/globals'
import type { ConversationDocument } from './conversation-document.ts'
import type { MessageDocument } from './messages.ts'
import type { NoteDocument } from './notes.ts'
import { openSearch } from './search.ts'

const failing = (code: number) => {
  const cursor = { sort: () => cursor, toArray: async () => Promise.reject(Object.assign(new Error('no'), { code })) }
  return { find: () => cursor } as unknown as Collection<ConversationDocument> &
    Collection<MessageDocument> &
    Collection<NoteDocument>
}
const searchOn = (collection: ReturnType<typeof failing>) =>
  openSearch(collection, collection, collection).page({ q: 'a', scopes: [{}] }, 50)

it('a search so general that it takes too long is refused, and the error says what to do', async () => {
  expect(await searchOn(failing(50))).toMatchObject({ ok: false, error: { code: 'unprocessable' } })
})

it('a search that fails otherwise is an error', async () => {
  await expect(searchOn(failing(2))).rejects.toMatchObject({ code: 2 })
})
