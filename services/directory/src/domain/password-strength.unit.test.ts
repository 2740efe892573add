import { expect, test } from '@jest/globals'
import { refuseWeakPassword, weaknessOf } from './password-strength.ts'

const ana = { name: 'Ana Figueiredo', email: 'ana.f@example.com' }

test.each([
  ['aaaaaaaaaa', 'repeated'],
  [' '.repeat(10), 'repeated'],
  ['abcabcabcabc', 'repeated'],
  ['лллллллллл', 'repeated'],
  ['abcdefghijkl', 'sequence'],
  ['password12', 'common'],
  ['P@ssw0rd123', 'common'],
  ['ｐａｓｓｗｏｒｄ１２', 'common'],
  ['iloveyou12', 'common'],
  ['ana.f@example.com', 'personal'],
  ['Figueiredo1', 'personal'],
  ['ServiceInbox1', 'personal'],
  ['👍👍👍👍👍', 'short']
])('the password %s is refused as %s', async (password, weakness) => {
  expect(await weaknessOf(password, ana)).toBe(weakness)
  const error = { code: 'weak-password', current: { weakness } }
  expect(await refuseWeakPassword(password, ana)).toMatchObject({ ok: false, error })
})

test.each(['correct horse battery', 'a password of my own', 'q8#kLw2vTz', 'água mole em pedra dura', 'ñandú-67-verde'])(
  'the password %s is accepted',
  async password => {
    expect(await weaknessOf(password, ana)).toBeUndefined()
  }
)

test('a password of maximum length is judged instantly', async () => {
  const long = Array.from({ length: 200 }, (_, n) => 'abcdefghijklmnop 1@'[(n * 7) % 19]).join('')
  const begunAt = performance.now()
  expect(await weaknessOf(long, ana)).toBeUndefined()
  expect(performance.now() - begunAt).toBeLessThan(2000)
})
