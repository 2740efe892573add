import { describe, expect, test } from '@jest/globals'
import { secretSettings, standardSettings, writtenChannel } from './channel-settings.ts'

const written = (kind: string, settings: object) =>
  writtenChannel.safeParse({ kind, name: 'Support', departmentId: 'sales', settings })
const issuesOf = (kind: string, settings: object) =>
  written(kind, settings).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)

describe('the settings of a channel', () => {
  test.each([
    ['whatsapp', { phoneNumberId: '106540352242922', apiVersion: 'v24.0', accessToken: 'EAA…' }],
    ['webchat', { allowedDomains: 'shop.example, *.shop.example', color: '#1A73e8', askName: true }],
    ['email', { address: 'help@example.com', imapHost: 'imap.example.com', imapPort: 993, imapSecure: true }],
    ['api', {}]
  ])('are those of its kind: %s', (kind, settings) => {
    expect(written(kind, settings).data?.settings).toEqual(settings)
  })

  test('are stored as meant, without surrounding blanks', () => {
    expect(written('email', { address: ' help@example.com ' }).data?.settings).toEqual({ address: 'help@example.com' })
  })

  test('may be a PEM key with its line breaks, or with them lost in pasting', () => {
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      'A'.repeat(64),
      ...Array(5).fill('B'.repeat(64)),
      '-----END PRIVATE KEY-----'
    ]
    for (const end of ['\n', '\r\n', ''])
      expect(written('email', { dkimKey: `${lines.join(end)}${end}` }).data?.settings).toEqual({
        dkimKey: lines.join('')
      })
  })

  test('that are secret, and those with a default, are listed by field', () => {
    expect(secretSettings).toEqual({
      ...{ whatsapp: ['accessToken', 'appSecret', 'verifyToken'], webchat: ['identityKey'] },
      ...{ email: ['imapPassword', 'smtpPassword', 'dkimKey'], api: ['secret'] }
    })
    expect(standardSettings.email).toEqual({ imapPort: 993, imapSecure: true, smtpPort: 465, smtpSecure: true })
    expect(written('email', { smtpPassword: { set: true } }).success).toBe(true)
  })

  test('that its kind does not have are refused, each by name', () => {
    expect(issuesOf('whatsapp', { phoneNumberID: '1', imapHost: 'a' })).toEqual([
      'settings.phoneNumberID is not a setting of whatsapp channels',
      'settings.imapHost is not a setting of whatsapp channels'
    ])
  })

  test.each([
    ['whatsapp', 'phoneNumberId', '+55 11 91234-5678'],
    ['whatsapp', 'apiVersion', '24'],
    ['whatsapp', 'baseUrl', 'graph.facebook.com'],
    ['webchat', 'allowedDomains', 'https://shop.example/'],
    ['webchat', 'color', 'red'],
    ['webchat', 'askName', 'yes'],
    ['email', 'address', 'help'],
    ['email', 'imapHost', 'imap example'],
    ['email', 'smtpPort', 70_000],
    ['email', 'smtpPort', '587'],
    ['email', 'dkimKey', '-----BEGIN PUBLIC KEY-----MII-----END PUBLIC KEY-----'],
    ['email', 'dkimKey', `-----BEGIN ENCRYPTED PRIVATE KEY-----${'A'.repeat(400)}-----END ENCRYPTED PRIVATE KEY-----`]
  ])('with a wrong value are refused by name: %s %s %j', (kind, name, value) => {
    expect(issuesOf(kind, { [name]: value })).toEqual([expect.stringContaining(`settings.${name} `)])
  })
})
