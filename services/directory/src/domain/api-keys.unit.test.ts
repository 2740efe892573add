import { describe, expect, test } from '@jest/globals'
import { addKey, isValidAt, type KeyRecord } from './api-keys.ts'

const now = new Date('2026-01-01T12:00:00Z')
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const key = (id: string, expiresAt?: Date): KeyRecord => ({
  id,
  sha256: id,
  hint: id,
  createdAt: now.toISOString(),
  ...(expiresAt && { expiresAt: expiresAt.toISOString() })
})

describe('API keys', () => {
  test('a new key leaves the others alone unless they are to be retired', () => {
    expect(addKey([key('a')], key('b'), now)).toEqual([key('a'), key('b')])
  })

  test('the others retire after the overlap, and never later than they would have', () => {
    const keys = addKey([key('a'), key('b', after(10))], key('c'), now, 60)
    expect(keys).toEqual([key('a', after(60)), key('b', after(10)), key('c')])
  })

  test('an overlap of zero retires the others at once', () => {
    const [old] = addKey([key('a')], key('b'), now, 0)
    expect(isValidAt(old!, now)).toBe(false)
  })

  test('keys that have ended are forgotten', () => {
    expect(addKey([key('a', after(0))], key('b'), now)).toEqual([key('b')])
  })
})
