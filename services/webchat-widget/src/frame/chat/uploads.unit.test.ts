import { describe, expect, test } from '@jest/globals'
import { createUploads, NotUploaded, type Send } from './uploads.ts'

const file = (name: string, size = 10) => ({ name, size }) as File
const uploaded = { mediaId: 'm', mimeType: 'text/plain', size: 10 }

/** Uploads that the test ends. */
function held(largest?: number) {
  const sent: {
    name: string
    share: (share: number) => void
    done(): void
    refuse(code?: string): void
    signal: AbortSignal
  }[] = []
  const send: Send = (given, share, signal) =>
    new Promise((resolve, refuse) => {
      const fail = (code?: string) => refuse(new NotUploaded(code))
      sent.push({ name: given.name, share, signal, done: () => resolve(uploaded), refuse: fail })
      signal.addEventListener('abort', () => fail())
    })
  const done: string[] = []
  let ids = 0
  const uploads = createUploads({
    ...{ send, newId: () => `${++ids}`, largest: () => largest },
    onDone: ({ name }) => done.push(name)
  })
  const shown = () => uploads.all.get().map(({ file: { name }, share, failed }) => [name, failed ?? share])
  return { uploads, sent, done, shown }
}
const soon = () => new Promise(resolve => setImmediate(resolve))

describe('a visitor’s files', () => {
  test('are uploaded at once, show their progress, and are attached once uploaded', async () => {
    const { uploads, sent, done, shown } = held()
    uploads.add([file('a'), file('b')])
    sent[0]!.share(0.5)
    expect(shown()).toEqual([
      ['a', 0.5],
      ['b', 0]
    ])
    sent[1]!.done()
    await soon()
    expect([shown(), done]).toEqual([[['a', 0.5]], ['b']])
  })

  test('that are too large are not uploaded at all', () => {
    const { uploads, sent, shown } = held(9)
    uploads.add([file('a')])
    expect([shown(), sent]).toEqual([[['a', 'too-large']], []])
  })

  test('that are cancelled are gone, and attached to nothing', async () => {
    const { uploads, sent, done, shown } = held()
    uploads.add([file('a')])
    uploads.cancel(uploads.all.get()[0]!.key)
    sent[0]!.done()
    await soon()
    expect([shown(), done, sent[0]!.signal.aborted]).toEqual([[], [], true])
  })

  test.each([
    ['too-many-requests', 'too-many-requests'],
    ['storage-full', 'other'],
    [undefined, 'other']
  ])('that are refused (%s) wait until they are retried', async (code, why) => {
    const { uploads, sent, done, shown } = held()
    uploads.add([file('a')])
    sent[0]!.refuse(code)
    await soon()
    expect(shown()).toEqual([['a', why]])
    uploads.tryAgain(uploads.all.get()[0]!.key)
    expect(shown()).toEqual([['a', 0]])
    sent[1]!.done()
    await soon()
    expect([shown(), done]).toEqual([[], ['a']])
  })
})
