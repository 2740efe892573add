import { describe, expect, test } from '@jest/globals'
import { mayAcknowledge } from './acknowledge.ts'
import { headersOf } from './mime/headers.ts'

const may = (email: string, fields: Record<string, string> = {}, authenticated: 'pass' | 'fail' | 'none' = 'none') =>
  mayAcknowledge(headersOf(Object.entries(fields).map(([key, value]) => ({ key, line: `${key}: ${value}` }))), {
    contact: { id: email, email },
    authenticated
  })

describe('the writer of a new thread', () => {
  test.each(['ana@example.org', 'noreen@example.org', 'rootbeer@example.org', 'do.not@example.org', 'δοκ@example.org'])(
    'is sent an automatic reply: %s',
    email => expect(may(email, { 'return-path': `<${email}>` }, 'pass')).toBe(true)
  )

  test.each([
    ...['noreply@example.org', 'no-reply@x.example', 'No_Reply@x.example', 'donotreply@x.example'],
    ...['do-not-reply+17@x.example', 'info.noreply@x.example', 'nao-responder@x.example'],
    ...['mailer-daemon@x.example', 'MAILER-DAEMON@x.example', 'postmaster@x.example', 'bounce-77@x.example'],
    ...['bounces+a=b@x.example', 'owner-tiles@x.example', 'tiles-request@x.example', 'tiles-bounces@x.example']
  ])('is sent none at an address where nobody reads: %s', email => expect(may(email)).toBe(false))

  test.each([
    ['without a return address', { 'return-path': '<>' }, 'none'],
    ['who does not want it', { 'x-auto-response-suppress': 'DR, AutoReply' }, 'none'],
    ['who wants none of any kind', { 'x-auto-response-suppress': 'All' }, 'none'],
    ['who writes to a list', { 'list-id': '<tiles.x.example>' }, 'none'],
    [
      'who writes to a list that names only its unsubscribe address',
      { 'list-unsubscribe': '<mailto:a@x.example>' },
      'none'
    ],
    ['whose address somebody else used', {}, 'fail']
  ] as const)('is sent none %s', (_, fields, authenticated) =>
    expect(may('ana@example.org', fields, authenticated)).toBe(false)
  )
})
