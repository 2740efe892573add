import { expect, test } from '@jest/globals'
import { judgeRefresh, type Tokens } from './refresh.ts'

const now = new Date('2026-01-01T12:00:00Z')
const after = (ms: number) => new Date(now.getTime() + ms)
const tokens: Tokens = { current: 'second', previous: 'first', rotatedAt: now, expiresAt: after(1_000_000) }

test('the current token is exchanged until the sign-in expires', () => {
  expect(judgeRefresh(tokens, 'second', after(999_999))).toBe('exchange')
  expect(judgeRefresh(tokens, 'second', after(1_000_000))).toBe('refuse')
  expect(judgeRefresh({ current: 'first', expiresAt: after(1) }, 'first', now)).toBe('exchange')
})

test('the one before is good once more while its answer may be on its way, and no longer', () => {
  expect(judgeRefresh(tokens, 'first', after(29_999))).toBe('repeat')
  expect(judgeRefresh(tokens, 'first', after(30_000))).toBe('refuse')
})

test('what never was a token, or is older than both, is refused', () => {
  expect(judgeRefresh(tokens, 'zeroth', now)).toBe('refuse')
  expect(judgeRefresh({ current: 'first', expiresAt: after(1) }, 'nonsense', now)).toBe('refuse')
})
