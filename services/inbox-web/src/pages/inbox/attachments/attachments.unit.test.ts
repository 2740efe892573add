import { capabilitiesOf, type MediaContent } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { createAttachments, NotCarried } from './attachments.ts'

const to = { conversationId: 'c1', agentId: 'ana' }
const { media } = capabilitiesOf.whatsapp
const fileOf = (name: string, type = 'image/png') => new File(['bytes'], name, { type })
const settled = () => new Promise(resolve => setImmediate(resolve))

/** Attachments whose uploads end when the test says so. */
function desk() {
  const sent: MediaContent[] = []
  const uploads: { name: string; signal: AbortSignal; done: () => void; fail: (error: Error) => void }[] = []
  const attachments = createAttachments({
    upload: (file, { signal, onProgress }) =>
      new Promise((resolve, reject) => {
        onProgress(0.5)
        signal.addEventListener('abort', () => reject(new Error('given up')))
        const facts = { id: `media-${file.name}`, mimeType: file.type, name: file.name, size: file.size }
        uploads.push({ name: file.name, signal, done: () => resolve(facts), fail: reject })
      }),
    sendOff: (_, content) => void sent.push(content)
  })
  return { attachments, uploads, sent }
}

test('several files are uploaded and sent one after the other, in the order in which they were chosen', async () => {
  const { attachments, uploads, sent } = desk()
  attachments.add(to, [fileOf('a.png'), fileOf('b.csv', 'text/csv')], media)
  expect(attachments.all.get().map(({ progress }) => progress)).toEqual([0.5, 0])
  expect(uploads.map(({ name }) => name)).toEqual(['a.png'])
  uploads[0]!.done()
  await settled()
  uploads[1]!.done()
  await settled()
  expect(sent.map(({ type, mediaId }) => [type, mediaId])).toEqual([
    ['image', 'media-a.png'],
    ['file', 'media-b.csv']
  ])
  expect(attachments.all.get()).toEqual([])
})

test('what comes back with a refused email leaves with the next one, without being uploaded again', () => {
  const { attachments, uploads } = desk()
  const file = { type: 'file' as const, mediaId: 'bill', mimeType: 'application/pdf', name: 'bill.pdf' }
  attachments.putBack(to, [file])
  expect(attachments.all.get()).toMatchObject([{ ...to, media: file, file: { name: 'bill.pdf' } }])
  expect([attachments.take('c1'), attachments.all.get(), uploads]).toEqual([[file], [], []])
})

test('one that fails delays no other, stays with its reason, and is sent when it is retried', async () => {
  const { attachments, uploads, sent } = desk()
  attachments.add(to, [fileOf('a.png'), fileOf('b.png')], media)
  uploads[0]!.fail(new Error('away'))
  await settled()
  uploads[1]!.done()
  await settled()
  expect(sent.map(({ name }) => name)).toEqual(['b.png'])
  const [failed] = attachments.all.get()
  expect(failed).toMatchObject({ failed: new Error('away'), progress: 0 })
  attachments.retry(failed!.id)
  await settled()
  uploads[2]!.done()
  await settled()
  expect(sent.map(({ name }) => name)).toEqual(['b.png', 'a.png'])
})

test('one that is removed is uploaded no further, and never sent', async () => {
  const { attachments, uploads, sent } = desk()
  attachments.add(to, [fileOf('a.png'), fileOf('b.png')], media)
  const [first, second] = attachments.all.get()
  attachments.remove(second!.id)
  attachments.remove(first!.id)
  await settled()
  expect(uploads.map(({ name, signal }) => [name, signal.aborted])).toEqual([['a.png', true]])
  expect([sent, attachments.all.get()]).toEqual([[], []])
})

test('what the channel does not support is not uploaded at all', async () => {
  const { attachments, uploads } = desk()
  attachments.add(to, [fileOf('a.png')], {})
  await settled()
  expect(uploads).toEqual([])
  expect(attachments.all.get()[0]!.failed).toBeInstanceOf(NotCarried)
})

test('files of one email wait for it once uploaded, and leave with it in the order in which they were chosen', async () => {
  const { attachments, uploads, sent } = desk()
  attachments.add(to, [fileOf('a.png'), fileOf('b.csv', 'text/csv'), fileOf('c.csv', 'text/csv')], media, true)
  uploads[0]!.done()
  await settled()
  uploads[1]!.done()
  await settled()
  expect(attachments.take('another')).toEqual([])
  attachments.remove(3)
  expect(attachments.take('c1').map(({ mediaId }) => mediaId)).toEqual(['media-a.png', 'media-b.csv'])
  expect([attachments.all.get(), attachments.take('c1'), sent]).toEqual([[], [], []])
})
