import { expect, test } from '@jest/globals'
import { dropSecrets, keepSecrets, maskSecrets } from './secret-settings.ts'

const stored = { callbackUrl: 'https://example.com/in', secret: 'whsec_1', active: true }

test('people see of a secret that it is set, and those who have no use for it not even that', () => {
  expect(maskSecrets(stored, ['secret'])).toEqual({ ...stored, secret: { set: true } })
  expect(dropSecrets(stored, ['secret'])).toEqual({ callbackUrl: stored.callbackUrl, active: true })
  expect(maskSecrets({}, ['secret'])).toEqual({})
})

test('what is sent back as it is shown stays as it was; what is left out is gone', () => {
  const shown = maskSecrets({ ...stored }, ['secret'])
  expect(keepSecrets({ ...shown, callbackUrl: 'https://example.com/2' }, stored)).toEqual({
    ...stored,
    callbackUrl: 'https://example.com/2'
  })
  expect(keepSecrets({ callbackUrl: stored.callbackUrl }, stored)).toEqual({ callbackUrl: stored.callbackUrl })
  expect(keepSecrets({ secret: 'whsec_2' }, stored)).toEqual({ secret: 'whsec_2' })
})

test('a secret that was never set cannot be kept', () => {
  expect(keepSecrets({ secret: { set: true } })).toEqual({})
})
