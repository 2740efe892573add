import { expect, test } from '@jest/globals'
import { refusesSignIn } from './imap-client.ts'

test.each([
  ['a wrong password', { authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, true],
  ['an expired password', { authenticationFailed: true, serverResponseCode: 'EXPIRED' }, true],
  ['no reason at all', { authenticationFailed: true }, true],
  ['a server with too many readers', { authenticationFailed: true, serverResponseCode: 'LIMIT' }, false],
  ['a server that cannot check passwords', { authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, false],
  ['a mailbox in use by somebody else', { authenticationFailed: true, serverResponseCode: 'INUSE' }, false],
  ['nobody there', { code: 'ECONNREFUSED' }, false]
])('an administrator is asked for another password only if the server has judged it: %s', (_, error, refused) => {
  expect(refusesSignIn(error)).toBe(refused)
})
