import { describe, expect, test } from '@jest/globals'
import { after, noon } from '../../test/builders.ts'
import { activityOf } from './activity.ts'

const MINUTE = 60_000
const steps = { since: noon, until: after(30 * MINUTE), stepMs: 10 * MINUTE }

describe('the activity of the last hours', () => {
  test('has a point for each step in each department, oldest first, even where nothing happened', () => {
    const points = activityOf(
      [],
      new Map([
        ['sales', 2],
        ['support', 0]
      ]),
      steps
    )
    expect(points.map(({ at, departmentId, waiting }) => [at.slice(11, 16), departmentId, waiting])).toEqual([
      ['12:00', 'sales', 2],
      ['12:00', 'support', 0],
      ['12:10', 'sales', 2],
      ['12:10', 'support', 0],
      ['12:20', 'sales', 2],
      ['12:20', 'support', 0]
    ])
  })

  test('derives how many waited before from what arrived and left since', () => {
    const flows = [
      { at: noon, departmentId: 'sales', arrived: 3, queued: 3 },
      { at: noon, departmentId: 'sales', unqueued: 1 },
      { at: after(20 * MINUTE), departmentId: 'sales', unqueued: 2, started: 2 }
    ]
    const points = activityOf(flows, new Map([['sales', 0]]), steps)
    expect(points.map(({ waiting }) => waiting)).toEqual([2, 2, 0])
    expect(points[0]).toMatchObject({ arrived: 3, started: 0 })
    expect(points[2]).toMatchObject({ started: 2 })
  })

  test('never drops below zero when a step is recorded late', () => {
    const flows = [{ at: after(20 * MINUTE), departmentId: 'sales', queued: 5 }]
    expect(activityOf(flows, new Map([['sales', 1]]), steps).map(({ waiting }) => waiting)).toEqual([0, 0, 1])
  })
})
