import { expect, test } from '@jest/globals'
import { settingsOf } from './settings-of.ts'

test('settings are sent as entered, without those that were cleared', () => {
  const entered = { imapHost: 'imap.example', imapPort: '', imapSecure: false, imapPassword: { set: true as const } }
  expect(settingsOf('email', entered)).toEqual({
    ...{ imapHost: 'imap.example', imapSecure: false, imapPassword: { set: true } }
  })
})

test('what was entered for another kind before is not sent with it', () => {
  expect(settingsOf('api', { phoneNumberId: '1', callbackUrl: 'https://a.example' })).toEqual({
    callbackUrl: 'https://a.example'
  })
})
