import { expect, test } from '@jest/globals'
import { loggedError } from './logged-error.ts'

test('an error is logged without what its driver hung on it, and with what caused it', () => {
  const cause = new TypeError('socket hang up')
  const op = { _id: 'm1', content: { text: 'what a contact wrote' } }
  const error = Object.assign(new Error('duplicate key', { cause }), { code: 11_000, writeErrors: [{ op }] })
  const logged = loggedError(error)
  expect(logged).toMatchObject({ type: 'Error', message: expect.stringContaining('duplicate key'), code: 11_000 })
  expect(JSON.stringify(logged)).toContain('socket hang up')
  expect(JSON.stringify(logged)).not.toContain('what a contact wrote')
})
