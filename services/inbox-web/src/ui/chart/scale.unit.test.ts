import { describe, expect, test } from '@jest/globals'
import { labelled, pathThrough, ticksUpTo } from './scale.ts'

describe('the axes of a chart', () => {
  test.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [42, [0, 20, 40, 60]],
    [1000, [0, 500, 1000]]
  ])('go up to %s in round steps', (most, ticks) => {
    expect(ticksUpTo(most)).toEqual(ticks)
  })

  test('name as many places as there is room for, the last one always', () => {
    const named = (count: number, most: number) => [...Array(count).keys()].filter(labelled(count, most))
    expect(named(5, 10)).toEqual([0, 1, 2, 3, 4])
    expect(named(10, 4)).toEqual([0, 3, 6, 9])
    expect(named(30, 1)).toEqual([29])
  })

  test('lead a path from point to point', () => {
    expect(
      pathThrough([
        [0, 1],
        [2.04, 3]
      ])
    ).toBe('M0.0 1.0L2.0 3.0')
  })
})
