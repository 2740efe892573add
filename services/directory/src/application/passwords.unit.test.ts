import { expect, test } from '@jest/globals'
import { hashPassword, isPassword } from './passwords.ts'

test('a password is kept as a salted scrypt hash with its parameters, and known again in any Unicode form', async () => {
  const [one, other] = [await hashPassword('Grüße an alle'), await hashPassword('Grüße an alle')]
  expect(one).toMatch(/^scrypt\$14\$8\$5\$[\w-]{22}\$[\w-]{43}$/)
  expect(one).not.toBe(other)
  expect(await isPassword('Gru\u0308ße an alle', one)).toBe(true)
  expect(await isPassword('Grusse an alle', one)).toBe(false)
})

test('without a hash nothing fits, not even nothing', async () => {
  expect(await isPassword('', undefined)).toBe(false)
})
