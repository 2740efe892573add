import type { Message } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import {
  asMail,
  emptyMail,
  forwarded,
  forwardingOf,
  keptMail,
  mailIn,
  originalOf,
  othersOf,
  takenBack,
  withFiles,
  wrongAddress
} from './mail-draft.ts'

const introduce = (who: string) => `${who} wrote:`
const received = (id: string, text: string, more: Partial<Message> = {}): Message => ({
  ...{ id, conversationId: 'c', direction: 'inbound', author: { kind: 'contact', name: 'Ana' } },
  ...{ content: { type: 'text', text }, sentAt: '2026-03-02T10:00:00Z', receivedAt: '2026-03-02T10:00:00Z', mail: {} },
  ...more
})

describe('an answer by e-mail', () => {
  test('has the subject and the addresses that were entered, and nothing where nothing was', () => {
    expect(asMail(emptyMail, 'Hello', undefined, introduce)).toEqual({ text: 'Hello', mail: {} })
    const draft = { ...emptyMail, subject: ' New ', cc: 'a@x.example; b@x.example,' }
    expect(asMail(draft, 'Hello', undefined, introduce).mail).toEqual({
      subject: 'New',
      cc: ['a@x.example', 'b@x.example']
    })
  })

  test('quotes what the contact wrote, without what they had quoted themselves, and is folded there', () => {
    const original = received('m', 'Can you?\n\n> before', { mail: { foldAt: 8 } })
    const { text, mail } = asMail({ ...emptyMail, quotes: true }, 'Yes', original, introduce)
    expect(text).toBe('Yes\n\nAna wrote:\n> Can you?')
    expect(mail.foldAt).toBe(3)
  })

  test('quotes the last mail of the contact, not the file that came with it', () => {
    const file = received('f', '', { content: { type: 'file', mediaId: 'x', mimeType: 'text/csv' }, mail: undefined })
    const messages = [received('1', 'one'), received('2', 'two'), file]
    expect(originalOf(messages)?.id).toBe('2')
  })

  test('quotes the mail that it is to, where an earlier one was chosen', () => {
    const messages = [received('1', 'one'), received('2', 'two')]
    expect([originalOf(messages, '1')?.id, originalOf(messages, 'other')?.id]).toEqual(['1', '2'])
  })

  test('names whoever it quotes by their address, if they have no name', () => {
    const from = { address: 'ana@x.example' }
    const original = received('m', 'Can you?', { author: { kind: 'contact' }, mail: { from } })
    const { text } = asMail({ ...emptyMail, quotes: true }, 'Yes', original, introduce)
    expect(text).toBe('Yes\n\nana@x.example wrote:\n> Can you?')
  })

  test('can go to all who got the mail, once each, but not to ourselves, and not twice to the contact', () => {
    const people = (...all: string[]) => all.map(address => ({ address }))
    const to = people('Support+tag@ours.example', 'rui@x.example', 'Ana@x.example')
    const cc = people('RUI@x.example', 'rui@x.example', 'eva@x.example', 'sales@ours.example', 'leo@x.example')
    const known = {
      contact: ['ana@x.example', undefined],
      own: ['support@ours.example', 'sales@ours.example'],
      copied: 'leo@x.example'
    }
    expect(othersOf(received('m', 'Hi', { mail: { to, cc } }), known)).toEqual(['rui@x.example', 'eva@x.example'])
    expect(othersOf(undefined, known)).toEqual([])
  })

  test('keeps its subject, copies and quote until it leaves, and nothing of them where there are none', () => {
    const mail = { subject: 'New', cc: 'a@x.example', quotes: true }
    expect(mailIn(keptMail(mail))).toEqual(mail)
    expect([keptMail(emptyMail), mailIn(''), mailIn('{"cc":')]).toEqual(['', emptyMail, emptyMail])
  })

  test('is not sent to what is no address', () => {
    expect(wrongAddress({ ...emptyMail, cc: 'a@x.example, nobody' })).toBe('nobody')
    expect(wrongAddress({ ...emptyMail, cc: 'o.neil+x@x.example' })).toBeUndefined()
  })
})

describe('the files of an answer by e-mail', () => {
  const file = (mediaId: string) => ({ type: 'file' as const, mediaId, mimeType: 'text/csv' })
  test('leave with its text, all in one mail', () => {
    const { mail, media, files } = withFiles({ text: 'Here', mail: { subject: 'New' } }, [file('a'), file('b')])
    expect(files).toEqual([file('a'), file('b')])
    expect([mail, media]).toEqual([{ subject: 'New', attachments: [{ mediaId: 'a' }, { mediaId: 'b' }] }, undefined])
  })

  test('are the answer where it has no text', () => {
    expect(withFiles({ text: '', mail: {} }, [file('a'), file('b')])).toEqual({
      ...{ text: '', media: file('a') },
      ...{ mail: { attachments: [{ mediaId: 'b' }] }, files: [file('b')] }
    })
    expect(withFiles({ text: 'Hi', mail: {} }, [])).toEqual({ text: 'Hi', mail: {} })
  })
})

describe('a mail that was refused', () => {
  const file = (mediaId: string) => ({ type: 'file' as const, mediaId, mimeType: 'text/csv' })
  const original = received('m', 'Can you?')
  const draft = { subject: 'New', cc: 'a@x.example, b@x.example', quotes: true }

  test('is taken back as it was written: its text without the quote, its subject, its copies and all of its files', () => {
    const left = withFiles(asMail(draft, 'Yes', original, introduce), [file('a'), file('b')])
    expect(takenBack(left, { text: '', mail: emptyMail })).toEqual({
      ...{ text: 'Yes', mail: draft, files: [file('a'), file('b')] }
    })
    const onlyFiles = withFiles({ text: '', mail: {} }, [file('a'), file('b')])
    expect(takenBack(onlyFiles, { text: '', mail: emptyMail }).files).toEqual([file('a'), file('b')])
  })

  test('stands before what has been written since, of which nothing is lost', () => {
    const since = { text: 'And more', mail: { subject: 'Other', cc: 'b@x.example c@x.example', quotes: false } }
    expect(takenBack({ text: 'Yes', mail: { cc: ['a@x.example', 'b@x.example'] } }, since)).toEqual({
      text: 'Yes\nAnd more',
      mail: { subject: 'Other', cc: 'a@x.example, b@x.example, c@x.example', quotes: false },
      files: []
    })
  })

  test('and was to be forwarded is forwarded again as it was entered, not sent to the contact', () => {
    const entered = { to: 'a@y.example, b@y.example', text: 'See below' }
    expect(forwardingOf(forwarded(original, entered, undefined, ({ from }) => `From ${from}`))).toEqual(entered)
  })
})

test('a mail that is forwarded names who wrote it, below what the agent adds, and is folded there', () => {
  const original = received('m', 'It leaks', {
    mail: { subject: 'Boots', from: { address: 'ana@x.example', name: 'Ana' } }
  })
  const said = forwarded(
    original,
    { to: 'a@y.example, b@y.example', text: ' See below ' },
    'Other',
    ({ from }) => `From ${from}`
  )
  expect(said).toEqual({
    text: 'See below\n\nFrom Ana <ana@x.example>\n\nIt leaks',
    mail: { to: ['a@y.example', 'b@y.example'], subject: 'Fwd: Boots', foldAt: 9, forwards: 'm' }
  })
})
