import { expect, test } from '@jest/globals'
import { createPasswords } from './passwords.ts'

const { hash: hashPassword, isRight: isPassword } = createPasswords(14)

test('a password is stored as a salted scrypt hash with its parameters, and recognised in any Unicode form', async () => {
  const [one, other] = [await hashPassword('Grüße an alle'), await hashPassword('Grüße an alle')]
  expect(one).toMatch(/^scrypt\$14\$8\$5\$[\w-]{22}\$[\w-]{43}$/)
  expect(one).not.toBe(other)
  expect(await isPassword('Gru\u0308ße an alle', one)).toBe(true)
  expect(await isPassword('Grusse an alle', one)).toBe(false)
})

test('without a hash nothing matches, not even an empty password', async () => {
  expect(await isPassword('', undefined)).toBe(false)
})

test('whatever new hashes cost, older ones are still verified', async () => {
  const before = await createPasswords(8).hash('a password of theirs')
  expect(before).toMatch(/^scrypt\$8\$/)
  expect(await isPassword('a password of theirs', before)).toBe(true)
})
