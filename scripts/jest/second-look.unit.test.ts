import { describe, expect, test } from '@jest/globals'
import type { JestResult } from './run-jest.ts'
import { failuresOf, secondLook } from './second-look.ts'

interface Ran {
  status: string
  titles: string[]
}

const file = (name: string, ...tests: Ran[]): JestResult['testResults'][number] => ({
  name,
  status: tests.length > 0 && tests.every(({ status }) => status === 'passed') ? 'passed' : 'failed',
  assertionResults: tests.map(({ status, titles }) => ({
    status,
    ancestorTitles: titles.slice(0, -1),
    fullName: titles.join(' ')
  }))
})
const result = (...testResults: JestResult['testResults']): JestResult => ({
  ...{ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 },
  testResults
})
const passed = (...titles: string[]): Ran => ({ status: 'passed', titles })
const failed = (...titles: string[]): Ran => ({ status: 'failed', titles })

describe('what failed in a full run', () => {
  test('is run once more with its whole groups, and nothing else', () => {
    const ran = [
      result(file('a', passed('rule 1', 'holds')), file('b', passed('rule 2', 'x'), failed('why (not)?', 'deep', 'y'))),
      result(file('c', failed('rule 3', 'z'), failed('rule 4', 'z')))
    ]
    expect(secondLook(ran)).toEqual([
      ['b', '-t', '^(why \\(not\\)\\?) '],
      ['c', '-t', '^(rule 3|rule 4) ']
    ])
    expect(failuresOf(ran)).toEqual(['why (not)? deep y', 'rule 3 z', 'rule 4 z'])
  })

  test('is run as a whole file if tests are in no group, or none could be run', () => {
    const ran = [result(file('a', failed('alone')), file('b'))]
    expect(secondLook(ran)).toEqual([['a'], ['b']])
    expect(failuresOf(ran)).toEqual(['alone', 'b'])
  })

  test('is not rerun if it is too much, or if jest itself has died', () => {
    const many = ['a', 'b', 'c', 'd'].map(name => file(name, failed('rule', name)))
    expect(secondLook([result(...many)])).toEqual([])
    expect(secondLook([result(file('a', failed('rule', 'x'))), undefined])).toEqual([])
  })
})
