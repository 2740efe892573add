import { expect, test } from '@jest/globals'
import { Refusal, Unreachable } from '../api/refusal.ts'
import type { FormWords } from './messages.ts'
import { readRefusalWords, refusalWords } from './refusal-words.ts'

/** Every text is its own key. */
const t = new Proxy({}, { get: (_, name) => name }) as FormWords

test.each([
  [403, 'forbidden', 'forbidden'],
  [404, 'not-found', 'notFound'],
  [429, 'too-many-requests', 'tooMany'],
  [400, 'malformed', 'malformed'],
  [413, 'too-large', 'malformed'],
  [422, 'unprocessable', 'refused'],
  [418, 'of-tomorrow', 'refused']
])('a refusal with %i %s is shown as %s, never in the server’s words', (status, code, told) => {
  expect(refusalWords(new Refusal(status, { code, detail: 'The body is not valid for this call' }), t)).toBe(told)
})

test('too general a search should be narrowed down', () => {
  expect(readRefusalWords(new Refusal(422, { code: 'unprocessable' }), t)).toBe('tooMuch')
  expect(readRefusalWords(new Refusal(403, { code: 'forbidden' }), t)).toBe('forbidden')
})

test('a server that cannot be reached refuses nothing', () => {
  expect(refusalWords(new Unreachable('socket hang up'), t)).toBe('unreachable')
})
