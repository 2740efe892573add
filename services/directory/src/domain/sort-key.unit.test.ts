import { expect, test } from '@jest/globals'
import { sortKeyOf } from './sort-key.ts'

test('names that differ in case or accents have the same key', () => {
  expect(sortKeyOf(' Cobrança ')).toBe(sortKeyOf('COBRANCA'))
})
