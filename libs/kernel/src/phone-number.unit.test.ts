import { expect, test } from '@jest/globals'
import { phoneDigits } from './phone-number.ts'

test.each([
  ['+55 11 98765-4321', '5511987654321'],
  [' +55 (11) 98765.4321 ', '5511987654321'],
  ['00351 912 345 678', '351912345678'],
  ['+1–202–555–0100', '12025550100']
])('a phone number is recognised with its country, however it is written: %s', (written, digits) => {
  expect(phoneDigits(written)).toBe(digits)
})

test.each([
  '11 98765-4321',
  '+0 11 98765-4321',
  '+55',
  '+55 11 9876x-4321',
  'US.13491208655302741918',
  '',
  '+1234567890123456'
])('what states no country, or belongs to nobody, is not a phone number: %s', written => {
  expect(phoneDigits(written)).toBeUndefined()
})
