import { content, writeNote } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { Refusal } from '../../../api/refusal.ts'
import { refusalText } from './refusal-text.ts'

const t = {
  status: { pending: 'in My Inbox' },
  refused: {
    longerThan: (most: number) => `at most ${most}`,
    tooLong: 'too long',
    tooLate: (status: string) => `is ${status}`,
    takenBy: (name: string) => `taken by ${name}`,
    other: 'try again'
  }
} as Parameters<typeof refusalText>[1]

/** The server's refusal of a body that fails validation. */
const malformed = (issues: readonly { message: string }[] = []) =>
  new Refusal(400, {
    code: 'malformed',
    detail: 'The body is not valid for this call',
    issues: issues.map(({ message }) => ({ path: 'body.text', message }))
  })

test('a note that is too long says how long it may be, in the app’s words', () => {
  const { error } = writeNote.body.safeParse({ text: 'a'.repeat(4001) })
  expect(refusalText(malformed(error!.issues), t, 'ana')).toBe('at most 4000')
})

test('an answer that takes too many bytes is reported as too long', () => {
  const { error } = content.safeParse({ type: 'text', text: 'あ'.repeat(30_000) })
  expect(refusalText(malformed(error!.issues), t, 'ana')).toBe('too long')
})

test('a code without words in the app is shown without the server’s', () => {
  expect(refusalText(malformed([{ message: 'Unrecognized key' }]), t, 'ana')).toBe('try again')
  expect(
    refusalText(new Refusal(422, { code: 'unprocessable', detail: 'It is already in that department' }), t, 'ana')
  ).toBe('try again')
})

test('whoever was faster is named, unless it was oneself', () => {
  const current = { status: 'pending', agent: { id: 'ana', name: 'Ana' } } as const
  const refusal = new Refusal(409, { code: 'illegal-transition', current })
  expect(refusalText(refusal, t, 'rui')).toBe('taken by Ana')
  expect(refusalText(refusal, t, 'ana')).toBe('is in My Inbox')
})
