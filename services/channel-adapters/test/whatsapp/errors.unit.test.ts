import { expect, test } from '@jest/globals'
import { outcomeOfError, wordsOf } from '../../src/channels/whatsapp/errors.ts'

const answer = (code: number, status = 400, headers: Record<string, string> = {}) => ({
  ...{ status, headers },
  text: JSON.stringify({ error: { code, message: `(#${code}) said by Meta`, error_data: { details: 'in detail' } } })
})
const kinds = (...codes: number[]) => codes.map(code => outcomeOfError(answer(code)).kind)

test.each([
  ['what is too early waits', [131056, 130429, 80007, 4], 'later'],
  ['what fails at Meta is retried', [131000, 131016, 131057, 1, 2], 'retry'],
  [
    'what only a person can fix stops the channel',
    [0, 3, 10, 190, 200, 250, 299, 131005, 131031, 131042, 133010, 368],
    'disconnected'
  ],
  [
    'what is wrong with the message is refused',
    [
      100, 130472, 131008, 131009, 131021, 131026, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131062,
      132000, 132001, 132005, 132007, 132012, 132015, 132016
    ],
    'refused'
  ]
])('%s', (_, codes, kind) => {
  expect(kinds(...codes)).toEqual(codes.map(() => kind))
})

test('each says what to do about it, with Meta’s code and details', () => {
  expect(outcomeOfError(answer(131047))).toEqual({
    kind: 'refused',
    code: 'window-expired',
    error:
      'More than 24 hours have passed since the customer last wrote: only a template can be sent (131047: in detail)'
  })
  expect(outcomeOfError(answer(131056))).toMatchObject({ kind: 'later', afterMs: 6000 })
  expect(outcomeOfError(answer(130429, 429, { 'retry-after': '30' }))).toMatchObject({ kind: 'later', afterMs: 30_000 })
  expect(wordsOf({ code: 999_999, title: 'New' })).toBe('New (999999)')
})

test('an unknown code is judged by the status it came with, and what is not an error from Meta by that alone', () => {
  const outcomes = [400, 401, 403, 500, 503].map(status => outcomeOfError(answer(999_999, status)).kind)
  expect(outcomes).toEqual(['refused', 'disconnected', 'disconnected', 'retry', 'retry'])
  const plain = [400, 401, 429, 502].map(status => outcomeOfError({ status, headers: {}, text: '<html>' }).kind)
  expect(plain).toEqual(['refused', 'disconnected', 'later', 'retry'])
})
