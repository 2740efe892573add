import { expect, test } from '@jest/globals'
import { Line } from './line.ts'

test('a line keeps its order, and everybody their position, whoever leaves', () => {
  const line = new Line<number>()
  const places = Array.from({ length: 5000 }, (_, n) => line.add(n))
  for (const place of places) if (place % 5 !== 0 || place < 2500) line.remove(place)
  expect([...line]).toEqual(Array.from({ length: 500 }, (_, n) => 2500 + 5 * n))
  expect(places.map(place => line.at(place)).filter(item => item !== undefined)).toEqual([...line])
  expect(line.add(-1)).toBe(5000)
  expect([line.end, [...line].at(-1)]).toEqual([5001, -1])
})

test('somebody who leaves twice leaves once, and an empty line restarts behind them', () => {
  const line = new Line<string>()
  const first = line.add('a')
  line.remove(first)
  line.remove(first)
  const second = line.add('b')
  line.remove(first)
  expect([second, line.at(first), [...line]]).toEqual([1, undefined, ['b']])
})

test('somebody who leaves during iteration is not visited', () => {
  const line = new Line<number>()
  for (let n = 0; n < 10; n++) line.add(n)
  const met: number[] = []
  for (const item of line) {
    met.push(item)
    line.remove(item)
    line.remove(item + 1)
  }
  expect(met).toEqual([0, 2, 4, 6, 8])
})
