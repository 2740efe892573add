import { expect, test } from '@jest/globals'
import { refusesSignIn } from './imap-client.ts'

test.each([
  ['a wrong password', { authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, true],
  ['a password that is over', { authenticationFailed: true, serverResponseCode: 'EXPIRED' }, true],
  ['no reason at all', { authenticationFailed: true }, true],
  ['a server with too many readers', { authenticationFailed: true, serverResponseCode: 'LIMIT' }, false],
  ['a server that cannot look passwords up', { authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, false],
  ['a mailbox that somebody else has', { authenticationFailed: true, serverResponseCode: 'INUSE' }, false],
  ['nobody there', { code: 'ECONNREFUSED' }, false]
])('an administrator is asked for another password where the server has judged it: %s', (_, error, refused) => {
  expect(refusesSignIn(error)).toBe(refused)
})
