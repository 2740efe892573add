import { expect, test } from '@jest/globals'
import { judgeRefresh, rotated, type Tokens } from './refresh.ts'

const now = new Date('2026-01-01T12:00:00Z')
const after = (ms: number) => new Date(now.getTime() + ms)
const tokens: Tokens = { current: ['second'], previous: ['first'], rotatedAt: now, expiresAt: after(1_000_000) }
const first: Tokens = { current: ['first'], expiresAt: after(1) }

test('the current token is exchanged until the sign-in expires', () => {
  expect(judgeRefresh(tokens, 'second', after(999_999))).toBe('exchange')
  expect(judgeRefresh(tokens, 'second', after(1_000_000))).toBe('refuse')
  expect(judgeRefresh(first, 'first', now)).toBe('exchange')
})

test('the previous one remains valid for a moment, and no longer', () => {
  expect(judgeRefresh(tokens, 'first', after(29_999))).toBe('repeat')
  expect(judgeRefresh(tokens, 'first', after(30_000))).toBe('refuse')
})

test('what was never a token, or is older than both, is refused', () => {
  expect(judgeRefresh(tokens, 'zeroth', now)).toBe('refuse')
  expect(judgeRefresh(first, 'nonsense', now)).toBe('refuse')
})

test('all tokens that several tabs got for the same one at once are valid, until one of them is used', () => {
  const second = { ...first, ...rotated(first, 'exchange', 'a', now), expiresAt: after(1_000_000) }
  const both = { ...second, ...rotated(second, 'repeat', 'b', after(5)) }
  expect(['a', 'b'].map(token => judgeRefresh(both, token, after(60_000)))).toEqual(['exchange', 'exchange'])
  const used = { ...both, ...rotated(both, 'exchange', 'c', after(60_000)) }
  expect(judgeRefresh(used, 'a', after(60_010))).toBe('repeat')
  expect(judgeRefresh(used, 'a', after(90_000))).toBe('refuse')
})

test('a repeated token does not prolong the moment in which it may be repeated', () => {
  const second = { ...first, ...rotated(first, 'exchange', 'a', now), expiresAt: after(1_000_000) }
  const again = { ...second, ...rotated(second, 'repeat', 'b', after(29_000)) }
  expect(judgeRefresh(again, 'first', after(30_000))).toBe('refuse')
})
