import { randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { createSealer } from './sealer.ts'

const newKey = () => randomBytes(32).toString('base64')
const [key, next] = [newKey(), newKey()]

test('a sealed value reveals nothing, never looks the same twice, and opens unchanged', () => {
  const sealer = createSealer(key)
  const [one, other] = [sealer.seal('whsec_1 ü', 'secret'), sealer.seal('whsec_1 ü', 'secret')]
  expect(one).not.toBe(other)
  expect(one).not.toContain('whsec')
  expect([one, other].map(sealed => sealer.open(sealed, 'secret'))).toEqual(['whsec_1 ü', 'whsec_1 ü'])
})

test('a value that was changed, or moved to another name, does not open', () => {
  const sealer = createSealer(key)
  const sealed = sealer.seal('whsec_1', 'secret')
  expect(() => sealer.open(sealed, 'accessToken')).toThrow()
  const last = sealed.at(-3) === 'A' ? 'B' : 'A'
  expect(() => sealer.open(`${sealed.slice(0, -3)}${last}${sealed.slice(-2)}`, 'secret')).toThrow()
})

test('with a new key in front the previous one still opens, and what it sealed is to be resealed; any other does not open', () => {
  const sealed = createSealer(key).seal('whsec_1', 'secret')
  const rotated = createSealer(`${next},${key}`)
  expect(rotated.open(sealed, 'secret')).toBe('whsec_1')
  expect([rotated.isCurrent(sealed), rotated.isCurrent(rotated.seal('whsec_1', 'secret'))]).toEqual([false, true])
  expect(() => createSealer(next).open(sealed, 'secret')).toThrow('that is not among SETTINGS_KEY')
})
