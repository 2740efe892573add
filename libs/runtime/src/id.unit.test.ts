import { expect, it } from '@jest/globals'
import { newId } from './id.ts'

it('ids are UUIDs of version 7, each greater than the one before, however many are created within a millisecond', () => {
  const ids = Array.from({ length: 5000 }, newId)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids).toEqual([...new Set(ids)].toSorted())
})

it('an id starts with the millisecond of its creation', () => {
  const before = Date.now()
  const made = Number.parseInt(newId().replace('-', '').slice(0, 12), 16)
  expect(made).toBeGreaterThanOrEqual(before)
  expect(made).toBeLessThanOrEqual(Date.now())
})
