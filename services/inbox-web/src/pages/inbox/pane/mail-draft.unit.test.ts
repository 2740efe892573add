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

describe('an answer by email', () => {
  test('has the subject and the addresses that were entered, and nothing where nothing was', () => {
    expect(asMail(emptyMail, 'Hello', undefined, introduce)).toEqual({ text: 'Hello', mail: {} })
    const draft = { ...emptyMail, subject: ' New ', cc: 'a@x.example; b@x.example,' }
    expect(asMail(draft, 'Hello', undefined, introduce).mail).toEqual({
      subject: 'New',
      cc: ['a@x.example', 'b@x.example']
    })
  })

  test('quotes what the contact wrote, without what they had quoted themselves, and folds it', () => {
    const original = received('m', 'Can you?\n\n> before', { mail: { foldAt: 8 } })
    const { text, mail } = asMail({ ...emptyMail, quotes: true }, 'Yes', original, introduce)
    expect(text).toBe('Yes\n\nAna wrote:\n> Can you?')
    expect(mail.foldAt).toBe(3)
  })

  test('quotes the contact’s last email, not the file that came with it', () => {
    const file = received('f', '', { content: { type: 'file', mediaId: 'x', mimeType: 'text/csv' }, mail: undefined })
    const messages = [received('1', 'one'), received('2', 'two'), file]
    expect(originalOf(messages)?.id).toBe('2')
  })

  test('quotes the email that it answers, if an earlier one was chosen', () => {
    const messages = [received('1', 'one'), received('2', 'two')]
    expect([originalOf(messages, '1')?.id, originalOf(messages, 'other')?.id]).toEqual(['1', '2'])
  })

  test('names whoever it quotes by address if they have no name', () => {
    const from = { address: 'ana@x.example' }
    const original = received('m', 'Can you?', { author: { kind: 'contact' }, mail: { from } })
    const { text } = asMail({ ...emptyMail, quotes: true }, 'Yes', original, introduce)
    expect(text).toBe('Yes\n\nana@x.example wrote:\n> Can you?')
  })

  test('can go to everybody who got the email, once each, but not to ourselves, and not twice to the contact', () => {
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

  test('is not sent to an invalid address', () => {
    expect(wrongAddress({ ...emptyMail, cc: 'a@x.example, nobody' })).toBe('nobody')
    expect(wrongAddress({ ...emptyMail, cc: 'o.neil+x@x.example' })).toBeUndefined()
  })
})

describe('the files of an answer by email', () => {
  const file = (mediaId: string) => ({ type: 'file' as const, mediaId, mimeType: 'text/csv' })
  test('leave with its text, all in one email', () => {
    const { mail, media, files } = withFiles({ text: 'Here', mail: { subject: 'New' } }, [file('a'), file('b')])
    expect(files).toEqual([file('a'), file('b')])
    expect([mail, media]).toEqual([{ subject: 'New', attachments: [{ mediaId: 'a' }, { mediaId: 'b' }] }, undefined])
  })

  test('are the answer if it has no text', () => {
    expect(withFiles({ text: '', mail: {} }, [file('a'), file('b')])).toEqual({
      ...{ text: '', media: file('a') },
      ...{ mail: { attachments: [{ mediaId: 'b' }] }, files: [file('b')] }
    })
    expect(withFiles({ text: 'Hi', mail: {} }, [])).toEqual({ text: 'Hi', mail: {} })
  })
})

describe('a refused email', () => {
  const file = (mediaId: string) => ({ type: 'file' as const, mediaId, mimeType: 'text/csv' })
  const original = received('m', 'Can you?')
  const draft = { subject: 'New', cc: 'a@x.example, b@x.example', quotes: true }

  test('is restored as it was written: its text without the quote, its subject, its copies and all its files', () => {
    const left = withFiles(asMail(draft, 'Yes', original, introduce), [file('a'), file('b')])
    expect(takenBack(left, { text: '', mail: emptyMail })).toEqual({
      ...{ text: 'Yes', mail: draft, files: [file('a'), file('b')] }
    })
    const onlyFiles = withFiles({ text: '', mail: {} }, [file('a'), file('b')])
    expect(takenBack(onlyFiles, { text: '', mail: emptyMail }).files).toEqual([file('a'), file('b')])
  })

  test('comes before what has been written since, of which nothing is lost', () => {
    const since = { text: 'And more', mail: { subject: 'Other', cc: 'b@x.example c@x.example', quotes: false } }
    expect(takenBack({ text: 'Yes', mail: { cc: ['a@x.example', 'b@x.example'] } }, since)).toEqual({
      text: 'Yes\nAnd more',
      mail: { subject: 'Other', cc: 'a@x.example, b@x.example, c@x.example', quotes: false },
      files: []
    })
  })

  test('that was to be forwarded is forwarded again as entered, not sent to the contact', () => {
    const entered = { to: 'a@y.example, b@y.example', text: 'See below' }
    expect(forwardingOf(forwarded(original, entered, undefined, ({ from }) => `From ${from}`))).toEqual(entered)
  })
})

test('a forwarded email names its author, below what the agent adds, and is folded', () => {
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
