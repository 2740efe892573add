import { describe, expect, test } from '@jest/globals'
import { retentionPeriodsOf } from './retention-period.ts'

const refusal = (text: string) => {
  const parsed = retentionPeriodsOf(text)
  return parsed.ok ? undefined : parsed.error.detail
}

describe('how long conversations are kept', () => {
  test('is set for all departments, for some, or for both', () => {
    expect(retentionPeriodsOf('730')).toMatchObject({ value: [{ days: 730 }] })
    expect(retentionPeriodsOf('health=30')).toMatchObject({ value: [{ days: 30, departmentId: 'health' }] })
    expect(retentionPeriodsOf('730, health=30, 0197-ab=7')).toMatchObject({
      value: [{ days: 730 }, { days: 30, departmentId: 'health' }, { days: 7, departmentId: '0197-ab' }]
    })
  })

  test.each([
    ['0', 'neither'],
    ['1.5', 'neither'],
    ['-3', 'neither'],
    ['health=', 'neither'],
    ['health=30d', 'neither'],
    ['730,,', 'neither'],
    ['30,30', 'two periods'],
    ['health=3,health=4', 'two periods'],
    ['30,health=30', 'shorter than the general one'],
    ['30,health=31', 'shorter than the general one']
  ])('refuses %j', (text, reason) => {
    expect(refusal(text)).toContain(reason)
  })
})
