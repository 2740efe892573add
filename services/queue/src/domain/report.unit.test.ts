import { describe, expect, test } from '@jest/globals'
import { reportOf } from './report.ts'

const known = {
  department: new Map([
    ['s', 'Sales'],
    ['h', 'Help']
  ]),
  agent: new Map([['ana', 'Ana']])
}

describe('a report', () => {
  test('combines what different sources know about the same row, and adds up the total', () => {
    const { rows, total } = reportOf(
      [
        { key: { department: 's' }, sums: { arrived: 4, started: 2, waitedMs: 3000, longestWaitMs: 2000 } },
        { key: { department: 's' }, sums: { answered: 1, respondedMs: 500, longestResponseMs: 500 } },
        { key: { department: 'h' }, sums: { arrived: 1, started: 1, waitedMs: 9000, longestWaitMs: 9000 } }
      ],
      ['department'],
      known
    )
    expect(rows).toMatchObject([
      { departmentId: 'h', names: { department: 'Help' }, arrived: 1 },
      { departmentId: 's', names: { department: 'Sales' }, arrived: 4, waitMs: 1500, firstResponseMs: 500 }
    ])
    expect(total).toMatchObject({ arrived: 5, started: 3, waitMs: 4000, longestWaitMs: 9000, answered: 1 })
  })

  test('has no average of nothing', () => {
    const { total } = reportOf([{ key: { day: '2026-03-02' }, sums: { arrived: 1 } }], ['day'], known)
    expect(total).not.toHaveProperty('waitMs')
    expect(total).not.toHaveProperty('handlingMs')
  })

  test('by agent gives no percentages in the row of nobody, which holds only those who gave up', () => {
    const { rows, total } = reportOf(
      [
        { key: { agent: 'ana' }, sums: { started: 3, startedInTime: 3 } },
        { key: {}, sums: { abandoned: 1 } }
      ],
      ['agent'],
      known
    )
    expect(rows).toMatchObject([{ agentId: 'ana', serviceLevel: 1 }, { abandoned: 1 }])
    expect(rows[1]).not.toHaveProperty('serviceLevel')
    expect(rows[1]).not.toHaveProperty('abandonmentRate')
    expect(total).toMatchObject({ serviceLevel: 0.75, abandonmentRate: 0.25 })
  })

  test('is sorted by days and names; what belongs to nobody comes last', () => {
    const key = (day: string, agent?: string) => ({ key: { day, ...(agent && { agent }) }, sums: { arrived: 1 } })
    const { rows } = reportOf(
      [key('2026-03-03', 'ana'), key('2026-03-02'), key('2026-03-02', 'ana')],
      ['day', 'agent'],
      known
    )
    expect(rows.map(({ day, agentId }) => [day, agentId])).toEqual([
      ['2026-03-02', 'ana'],
      ['2026-03-02', undefined],
      ['2026-03-03', 'ana']
    ])
  })

  test('without data is empty and all zeros', () => {
    expect(reportOf([], ['day'], known)).toMatchObject({ rows: [], total: { arrived: 0, missed: 0 } })
  })
})
