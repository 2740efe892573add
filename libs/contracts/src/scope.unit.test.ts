import { expect, test } from '@jest/globals'
import { operations } from './operation-table.ts'
import { scope, scopesWithinDepartments } from './scope.ts'

test('every scope is required by some public call', () => {
  const needed = new Set(operations.filter(each => each.public).map(each => each.scope))
  expect(scope.options.filter(each => !needed.has(each))).toEqual([])
})

test('a scope can be restricted to departments exactly if some of its public calls restrict agents to theirs', () => {
  const ofAgents = operations.filter(each => each.public && each.audience.includes('agent'))
  const boundable = scope.options.filter(each => ofAgents.some(operation => operation.scope === each))
  expect(boundable).toEqual(scopesWithinDepartments)
})
