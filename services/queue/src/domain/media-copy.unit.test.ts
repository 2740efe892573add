import type { MediaContent, Message } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { awaitingCopy, copied, notCopied } from './media-copy.ts'

const url = 'https://cdn.example/cat.png'
const elsewhere: MediaContent = { type: 'image', url, mimeType: 'image/png' }
const ours: MediaContent = { type: 'image', mediaId: 'f1', mimeType: 'image/png' }
const message: Pick<Message, 'content' | 'mediaCopy'> = { content: elsewhere }
const pending = awaitingCopy(message)

test('a message waits for a copy of a file stored elsewhere, and of nothing else', () => {
  expect(pending.mediaCopy).toEqual({ state: 'pending' })
  expect(awaitingCopy({ content: ours })).toEqual({ content: ours })
  expect(awaitingCopy({ content: { type: 'text', text: url } })).not.toHaveProperty('mediaCopy')
})

test('it takes the copy once, and only of its current content', () => {
  const done = copied(pending, url, ours)
  expect(done).toEqual({ content: ours })
  expect(copied(done, url, { ...ours, mediaId: 'f2' })).toBe(done)
  expect(copied(pending, `${url}?other`, ours)).toBe(pending)
  const revoked = { content: { type: 'revoked' as const } }
  expect(copied(revoked, url, ours)).toBe(revoked)
})

test('it says why there is none, unless there is one after all', () => {
  expect(notCopied(pending, url, 'gone')).toEqual({
    content: elsewhere,
    mediaCopy: { state: 'failed', reason: 'gone' }
  })
  const done = copied(pending, url, ours)
  expect(notCopied(done, url, 'gone')).toBe(done)
})
