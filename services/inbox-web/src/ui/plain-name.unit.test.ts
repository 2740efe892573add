import { expect, test } from '@jest/globals'
import { plainName } from './plain-name.ts'

test('a name that reverses its direction reads as what it is', () => {
  expect(plainName('invoice\u202egnp.exe')).toBe('invoicegnp.exe')
  expect(plainName('Ana\u0000\u2067\n')).toBe('Ana')
})

test('names in other scripts are unchanged', () => {
  for (const name of ['محمد علي', 'דנה', 'Łukasz', '小林', '👩‍🔧 Ana']) expect(plainName(name)).toBe(name)
})
