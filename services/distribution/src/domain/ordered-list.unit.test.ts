import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { OrderedList } from './ordered-list.ts'

const ascending = (a: number, b: number) => a - b

test('an ordered list holds what a sorted array would hold', () => {
  const step = fc.record({ add: fc.boolean(), value: fc.integer({ min: 0, max: 3000 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), steps => {
      const list = new OrderedList(ascending)
      const model = new Set<number>()
      for (const { add, value } of steps) {
        if (add) list.add(value)
        else if (list.delete(value) !== model.has(value)) throw new Error(`delete ${value}`)
        if (add) model.add(value)
        else model.delete(value)
      }
      const sorted = [...model].sort(ascending)
      expect(contentOf(list)).toEqual(sorted)
      expect([...list.clone()]).toEqual(sorted)
      expect(list.size).toBe(sorted.length)
      for (const probe of [0, 1500, 3000]) expect(list.rank(probe)).toBe(sorted.filter(each => each < probe).length)
    }),
    { numRuns: 30 }
  )
})

test('iteration continues after an item that was deleted meanwhile', () => {
  const list = new OrderedList(ascending)
  for (let value = 0; value < 2000; value++) list.add(value)
  const walked: number[] = []
  for (let next = list.first(); next !== undefined; next = list.after(next)) {
    walked.push(next)
    list.delete(next)
  }
  expect(walked).toEqual(Array.from({ length: 2000 }, (_, value) => value))
  expect(list.first()).toBeUndefined()
})

function contentOf(list: OrderedList<number>): number[] {
  const content: number[] = []
  for (let next = list.first(); next !== undefined; next = list.after(next)) content.push(next)
  return content
}
