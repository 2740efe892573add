import { expect, test } from '@jest/globals'
import { reportOf } from '../domain/report.ts'
import { reportCsv } from './report-csv.ts'

test('a report as CSV quotes what needs it and lets no name become a formula', () => {
  const known = {
    department: new Map([
      ['a', 'Sales, "South"'],
      ['b', '=1+1']
    ]),
    agent: new Map<string, string>()
  }
  const groups = ['a', 'b'].map(department => ({
    key: { department },
    sums: { arrived: 2, started: 2, waitedMs: 3100 }
  }))
  const { rows } = reportOf(groups, ['department'], known)
  const [header, ...lines] = reportCsv(rows, ['department']).split('\r\n')
  expect(header).toBe(
    '\ufeffdepartment,departmentId,arrived,unattended,started,startedInTime,serviceLevel,waitSeconds,longestWaitSeconds,answered,' +
      'firstResponseSeconds,longestFirstResponseSeconds,closed,handlingSeconds,ongoingSeconds,' +
      'abandoned,abandonedAfterSeconds,abandonmentRate,closedUnserved,offered,missed,billed,rated,rating,botStarted,botSolved,botHandedOver'
  )
  expect(lines).toEqual([
    "'=1+1,b,2,0,2,0,0,1.6,0,0,,,0,,0,0,,0,0,0,0,0,0,,0,0,0",
    '"Sales, ""South""",a,2,0,2,0,0,1.6,0,0,,,0,,0,0,,0,0,0,0,0,0,,0,0,0',
    ''
  ])
})

test.each([
  ['=1+1', "'=1+1"],
  ['x;=1+1', `"x;'=1+1"`],
  ['＝1+1', "'＝1+1"],
  ['﹢1', "'﹢1"],
  [' \t@SUM(A1)', `"' \t'@SUM(A1)"`],
  ['a,"=1', `"a,'""=1"`],
  ['x\n-1', `"x\n'-1"`],
  ['Sales - South; north', '"Sales - South; north"'],
  ['O’Neill & co = one', 'O’Neill & co = one']
])('the name %j is written as a cell in which no spreadsheet finds a formula', (name, cell) => {
  const known = { department: new Map([['a', name]]), agent: new Map<string, string>() }
  const { rows } = reportOf([{ key: { department: 'a' }, sums: {} }], ['department'], known)
  const csv = reportCsv(rows, ['department'])
  expect(csv.slice(csv.indexOf('\r\n') + 2).startsWith(`${cell},a,`)).toBe(true)
})
