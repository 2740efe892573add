import { expect, test } from '@jest/globals'
import { dropSecrets, maskSecrets, sealSecrets } from './secret-settings.ts'

const stored = { callbackUrl: 'https://example.com/in', secret: 'whsec_1', active: true }

test('people see of a secret that it is set, and those who have no use for it not even that', () => {
  expect(maskSecrets(stored, ['secret'])).toEqual({ ...stored, secret: { set: true } })
  expect(dropSecrets(stored, ['secret'])).toEqual({ callbackUrl: stored.callbackUrl, active: true })
  expect(maskSecrets({}, ['secret'])).toEqual({})
})

const sealed = (given: Parameters<typeof sealSecrets>[0], before = {}) =>
  sealSecrets(given, ['secret'], before, (text, name) => `sealed ${name} ${text.length}`)

test('what is sent back as shown stays as it was; what is left out is removed; what is new is sealed', () => {
  const before = { secret: 'sealed before' }
  const callbackUrl = 'https://example.com/2'
  expect(sealed({ secret: { set: true }, callbackUrl }, before)).toEqual({ settings: { callbackUrl }, sealed: before })
  expect(sealed({ callbackUrl }, before)).toEqual({ settings: { callbackUrl }, sealed: {} })
  expect(sealed({ secret: 'whsec_2' }, before)).toEqual({ settings: {}, sealed: { secret: 'sealed secret 7' } })
})

test('a secret that was never set cannot be kept', () => {
  expect(sealed({ secret: { set: true } })).toEqual({ settings: {}, sealed: {} })
})
