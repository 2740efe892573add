import { describe, expect, test } from '@jest/globals'
import { missedOf, outcomeOfError } from './outcome.ts'

const failed = (fields: object) => outcomeOfError(Object.assign(new Error('as the network says it'), fields))

describe('a failed attempt to send', () => {
  test.each([
    ['a busy server', { responseCode: 451, command: 'DATA', response: '451 later' }, 'retry'],
    ['a full mailbox that may be emptied', { responseCode: 452, command: 'RCPT TO' }, 'retry'],
    ['a server out of space for now', { responseCode: 452, command: 'DATA', response: '452 4.3.1 disk full' }, 'retry'],
    [
      'a mailbox that stays full',
      { responseCode: 552, command: 'RCPT TO', response: '552 5.2.2 over quota' },
      'refused'
    ],
    ['no such recipient', { responseCode: 550, command: 'RCPT TO', response: '550 no such user' }, 'refused'],
    ['an unwanted email', { responseCode: 554, command: 'DATA' }, 'refused'],
    ['a server that accepts no connections today', { responseCode: 554, command: 'CONN' }, 'retry'],
    ['a wrong password', { code: 'EAUTH', responseCode: 535 }, 'disconnected'],
    ['a server that cannot check passwords for now', { code: 'EAUTH', responseCode: 454 }, 'retry'],
    ['a server that requires authentication', { responseCode: 530, command: 'MAIL FROM' }, 'disconnected'],
    ['no encryption where it is required', { code: 'ETLS' }, 'disconnected'],
    ['nobody there', { code: 'ECONNECTION' }, 'retry'],
    ['a connection closed before the answer', { code: 'ETIMEDOUT', command: 'DATA' }, 'retry']
  ])('%s', (_what, fields, kind) => {
    expect(failed(fields).kind).toBe(kind)
  })

  test('is reported in the server’s words', () => {
    expect(failed({ responseCode: 550, command: 'RCPT TO', response: '550 no such user' })).toMatchObject({
      error: '550 no such user'
    })
  })

  test('that reached only some of its recipients names those it missed, and why; nobody else is affected', () => {
    const about = { name: 'Error', message: 'Recipient command failed', recipient: 'rui@xn--hxajbheg2az3al.example' }
    expect(missedOf([{ ...about, response: '550 no such user' }])).toEqual({
      kind: 'refused',
      error: 'rui@xn--hxajbheg2az3al.example: 550 no such user'
    })
    expect([missedOf([]), missedOf()]).toEqual([undefined, undefined])
  })
})
