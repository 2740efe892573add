import { departmentFields, department as schema } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { bodyOf, valuesOf } from './department-values.ts'

const beginning = { timeZone: 'America/Sao_Paulo', template: 'Number {position}' }
const bare = schema.parse({ id: 'sales', version: 3, name: 'Sales', distribution: { mode: 'manual' } })
const full = schema.parse({
  ...bare,
  distribution: { mode: 'automatic', overflow: { departmentId: 'support', afterSeconds: 60 } },
  hours: {
    timeZone: 'UTC',
    weekly: [{ day: 1, from: '09:00', to: '12:00' }],
    holidays: ['2026-12-25'],
    message: 'Later'
  },
  positionNotice: { template: '{position}' },
  closeForm: { required: true, reasons: ['sold'] },
  satisfaction: { channels: ['email'], language: 'es', questions: { es: '¿Qué tal?' } },
  priority: -7,
  agentsMayPrioritize: true,
  botId: 'bot',
  closesWhenAnsweredElsewhere: true
})

describe('the form for a department', () => {
  test.each([
    ['the sections that it has', full],
    ['none that it does not have', bare],
    ['that nobody is asked', { ...bare, satisfaction: { channels: [], language: 'en' as const, questions: {} } }],
    ['who succeeds it', { ...bare, active: false, successorId: 'support' }]
  ])('sends back %s', (_, department) => {
    const { id, version, ...fields } = department
    expect(departmentFields.parse(bodyOf(valuesOf(department, beginning)))).toEqual(fields)
  })

  test('starts valid except for the name', () => {
    const { success, error } = departmentFields.safeParse(bodyOf(valuesOf(undefined, beginning)))
    expect(success).toBe(false)
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['name'])
  })
})
