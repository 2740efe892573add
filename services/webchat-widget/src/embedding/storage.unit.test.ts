import { expect, test } from '@jest/globals'
import { textStorage } from './storage.ts'

/** A storage area like a browser's. */
function aStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: index => [...items.keys()][index] ?? null,
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
    clear: () => items.clear()
  }
}
const denied = () => {
  throw new Error('SecurityError')
}

test('channels do not see each other’s texts', () => {
  const area = aStorage()
  const [one, other] = [textStorage(() => area, 'a:'), textStorage(() => area, 'b:')]
  one.set('outbox:1', 'mine')
  expect([one.keys('outbox:'), other.keys('outbox:')]).toEqual([['outbox:1'], []])
  expect(textStorage(() => area, 'a:').get('outbox:1')).toBe('mine')
})

test('what the browser refuses to store is kept as long as the page lives', () => {
  const storage = textStorage(denied, 'a:')
  storage.set('token', 't')
  expect([storage.get('token'), storage.keys('')]).toEqual(['t', ['token']])
  storage.remove('token')
  expect([storage.get('token'), storage.keys('')]).toEqual([undefined, []])
})

test('what is left in a full storage does not come back', () => {
  const area = aStorage()
  const storage = textStorage(() => area, 'a:')
  storage.set('draft', 'old')
  area.setItem = denied
  area.removeItem = denied
  storage.set('draft', 'new')
  expect(storage.get('draft')).toBe('new')
  storage.remove('draft')
  expect([storage.get('draft'), storage.keys('')]).toEqual([undefined, []])
})
