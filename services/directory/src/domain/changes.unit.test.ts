import { describe, expect, test } from '@jest/globals'
import { changesBetween, Hidden } from './changes.ts'

describe('changes', () => {
  test('name the differing fields by path, with both values', () => {
    const before = { name: 'Sales', distribution: { mode: 'manual', maxMisses: 3 } }
    const after = { name: 'Sales', distribution: { mode: 'automatic', maxMisses: 3 } }
    expect(changesBetween(before, after)).toEqual([{ path: 'distribution.mode', before: 'manual', after: 'automatic' }])
  })

  test('count a list as one field, and omit the side on which there is nothing', () => {
    expect(changesBetween({ ids: ['a'] }, { ids: ['a', 'b'], hours: { timeZone: 'UTC' } })).toEqual([
      { path: 'ids', before: ['a'], after: ['a', 'b'] },
      { path: 'hours.timeZone', after: 'UTC' }
    ])
    expect(changesBetween({ hours: { timeZone: 'UTC' } }, {})).toEqual([{ path: 'hours.timeZone', before: 'UTC' }])
  })

  test('of a hidden value say only that it changed', () => {
    const changes = changesBetween({ token: new Hidden('old') }, { token: new Hidden('new') })
    expect(changes).toEqual([{ path: 'token', before: '•••', after: '•••' }])
    expect(changesBetween({ token: new Hidden('same') }, { token: new Hidden('same') })).toEqual([])
  })
})
