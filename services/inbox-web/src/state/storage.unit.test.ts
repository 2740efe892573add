import { expect, test } from '@jest/globals'
import { createKeyedStorage } from './storage.ts'

/** A storage area like a browser's that holds at most this many characters. */
function areaOf(most: number, texts = new Map<string, string>()): Storage {
  const size = () => [...texts].reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  return {
    get length() {
      return texts.size
    },
    key: index => [...texts.keys()][index] ?? null,
    getItem: key => texts.get(key) ?? null,
    setItem(key, value) {
      const before = texts.get(key)
      texts.set(key, value)
      if (size() <= most) return
      if (before === undefined) texts.delete(key)
      else texts.set(key, before)
      throw new DOMException('full', 'QuotaExceededError')
    },
    removeItem: key => void texts.delete(key),
    clear: () => texts.clear()
  }
}
const denied = () => {
  throw new DOMException('denied', 'SecurityError')
}

test('what a full storage does not accept is remembered by the page', () => {
  const area = areaOf(20)
  const storage = createKeyedStorage(() => area)
  expect(storage.set('a', 'short')).toBe(true)
  expect(storage.set('b', 'much longer than that')).toBe(false)
  expect([storage.get('a'), storage.get('b')]).toEqual(['short', 'much longer than that'])
  expect(storage.keys('').toSorted()).toEqual(['a', 'b'])
})

test('a text that no longer fits leaves no older one behind for the next page', () => {
  const area = areaOf(20)
  const storage = createKeyedStorage(() => area)
  storage.set('draft', 'He')
  storage.set('draft', 'Hello, how may I help?')
  expect(storage.get('draft')).toBe('Hello, how may I help?')
  expect(createKeyedStorage(() => area).get('draft')).toBeUndefined()
})

test('a storage that the browser denies is one that lasts as long as the page', () => {
  const storage = createKeyedStorage(denied)
  expect(storage.get('a')).toBeUndefined()
  expect(storage.set('a', 'kept')).toBe(false)
  expect(storage.get('a')).toBe('kept')
  expect(storage.keys('a')).toEqual(['a'])
  storage.remove('a')
  expect(storage.get('a')).toBeUndefined()
  expect(storage.keys('a')).toEqual([])
})

test('what was removed stays away although the browser still holds it', () => {
  const texts = new Map([['a', 'old']])
  const storage = createKeyedStorage(() => ({ ...areaOf(99, texts), removeItem: denied }))
  storage.remove('a')
  expect(storage.get('a')).toBeUndefined()
})
