import { expect, test } from '@jest/globals'
import { tabCount } from './tab-count.ts'

const number = (count: number) => new Intl.NumberFormat('en').format(count)

test.each([
  [{ read: 3, complete: true, told: undefined }, '3'],
  [{ read: 3, complete: true, told: 1000 }, '3'],
  [{ read: 200, complete: false, told: 999 }, '999'],
  [{ read: 200, complete: false, told: undefined }, '200'],
  [{ read: 200, complete: false, told: 1000 }, '1,000+'],
  [{ read: 2009, complete: false, told: 1000 }, '1,000+'],
  [{ read: 2009, complete: true, told: undefined }, '1,000+']
])('a tab with %j holds %s, before a reload and after', (known, text) => {
  expect(tabCount(known, number)).toBe(text)
})
