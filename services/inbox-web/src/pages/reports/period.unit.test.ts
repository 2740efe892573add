import { expect, test } from '@jest/globals'
import { dateIn, daysUpTo } from './period.ts'

test('today is the date on the clocks of the time zone', () => {
  const at = new Date('2026-03-02T02:00:00Z')
  expect(dateIn('UTC', at)).toBe('2026-03-02')
  expect(dateIn('America/Sao_Paulo', at)).toBe('2026-03-01')
})

test.each([
  ['today', '2026-03-02'],
  ['week', '2026-02-24'],
  ['month', '2026-02-01'],
  ['quarter', '2025-12-03']
] as const)('%s up to 2 March starts on %s', (name, from) => {
  expect(daysUpTo(name, '2026-03-02')).toEqual({ from, to: '2026-03-02' })
})
