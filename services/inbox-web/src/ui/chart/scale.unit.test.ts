import { describe, expect, test } from '@jest/globals'
import { spansIn } from '../../i18n/span.ts'
import { kept, labelled, pathThrough, roundTicks, shortened, timeTicks, widthOf } from './scale.ts'

describe('the axes of a chart', () => {
  test.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [42, [0, 20, 40, 60]],
    [1000, [0, 500, 1000]]
  ])('go up to %s in round steps', (most, ticks) => {
    expect(roundTicks(most)).toEqual(ticks)
  })

  test.each([
    [0, ['0s', '1s']],
    [0.4, ['0s', '1s']],
    [50, ['0s', '15s', '30s', '45s', '1m']],
    [61, ['0s', '30s', '1m', '1m 30s']],
    [8000, ['0s', '1h', '2h', '3h']],
    [3548, ['0s', '15m', '30m', '45m', '1h']],
    [86_400, ['0s', '6h', '12h', '18h', '1d']],
    [700_000, ['0s', '5d', '10d']]
  ])('of times go up to %s s in steps as on clocks', (most, ticks) => {
    expect(timeTicks(most).map(seconds => spansIn('en').duration(seconds * 1000))).toEqual(ticks)
  })

  test('label as many points as there is room for, the last one always', () => {
    const named = (count: number, most: number) => [...Array(count).keys()].filter(labelled(count, most))
    expect(named(5, 10)).toEqual([0, 1, 2, 3, 4])
    expect(named(10, 4)).toEqual([0, 3, 6, 9])
    expect(named(30, 1)).toEqual([29])
  })

  test('keep every label inside the picture, and shorten what has no room', () => {
    const label = '02:05 PM'
    expect(kept(395, widthOf(label), 400)).toBe(400 - widthOf(label) / 2)
    expect(kept(3, widthOf(label), 400)).toBe(widthOf(label) / 2)
    expect(kept(200, widthOf(label), 400)).toBe(200)
    expect(shortened('Customer service', 64)).toBe('Customer…')
    expect(shortened('Sales', 64)).toBe('Sales')
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
