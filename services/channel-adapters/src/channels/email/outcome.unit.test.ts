import { describe, expect, test } from '@jest/globals'
import { missedOf, outcomeOfError } from './outcome.ts'

const failed = (fields: object) => outcomeOfError(Object.assign(new Error('as the network says it'), fields))

describe('what a failed attempt to send means', () => {
  test.each([
    ['a busy server', { responseCode: 451, command: 'DATA', response: '451 later' }, 'retry'],
    ['a full mailbox that may empty', { responseCode: 452, command: 'RCPT TO' }, 'retry'],
    [
      'a server without room at the moment',
      { responseCode: 452, command: 'DATA', response: '452 4.3.1 disk full' },
      'retry'
    ],
    [
      'a mailbox that stays full',
      { responseCode: 552, command: 'RCPT TO', response: '552 5.2.2 over quota' },
      'refused'
    ],
    ['no such recipient', { responseCode: 550, command: 'RCPT TO', response: '550 no such user' }, 'refused'],
    ['a mail that is not wanted', { responseCode: 554, command: 'DATA' }, 'refused'],
    ['a server that greets nobody today', { responseCode: 554, command: 'CONN' }, 'retry'],
    ['a wrong password', { code: 'EAUTH', responseCode: 535 }, 'disconnected'],
    ['a server that cannot check passwords at the moment', { code: 'EAUTH', responseCode: 454 }, 'retry'],
    ['a server that wants to know who we are', { responseCode: 530, command: 'MAIL FROM' }, 'disconnected'],
    ['no encryption where it is asked for', { code: 'ETLS' }, 'disconnected'],
    ['nobody there', { code: 'ECONNECTION' }, 'retry'],
    ['a connection that ended before the answer', { code: 'ETIMEDOUT', command: 'DATA' }, 'retry']
  ])('%s', (_what, fields, kind) => {
    expect(failed(fields).kind).toBe(kind)
  })

  test('is told in the words of the server', () => {
    expect(failed({ responseCode: 550, command: 'RCPT TO', response: '550 no such user' })).toMatchObject({
      error: '550 no such user'
    })
  })

  test('that did not reach all of its recipients names whom it missed, and why; to nobody else it matters', () => {
    const about = { name: 'Error', message: 'Recipient command failed', recipient: 'rui@xn--hxajbheg2az3al.example' }
    expect(missedOf([{ ...about, response: '550 no such user' }])).toEqual({
      kind: 'refused',
      error: 'rui@xn--hxajbheg2az3al.example: 550 no such user'
    })
    expect([missedOf([]), missedOf()]).toEqual([undefined, undefined])
  })
})
