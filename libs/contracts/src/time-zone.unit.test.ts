import { expect, test } from '@jest/globals'
import { businessHours } from './directory/department.ts'
import { getConversationReport } from './queue/report-operations.ts'

const ofHours = (timeZone: string) => businessHours.parse({ timeZone, weekly: [] }).timeZone
const ofReport = (timeZone: string) =>
  getConversationReport.query.parse({ from: '2026-01-01', to: '2026-01-02', timeZone }).timeZone

test.each([
  ['hours', ofHours],
  ['reports', ofReport]
])('a time zone of %s gets its exact name, however it was written, and an invalid one is refused', (_, parse) => {
  const given = ['europe/lisbon', 'AMERICA/SAO_PAULO', 'Europe/Lisbon', 'utc']
  expect(given.map(parse)).toEqual(['Europe/Lisbon', 'America/Sao_Paulo', 'Europe/Lisbon', 'UTC'])
  expect(() => parse('Europe/Atlantis')).toThrow('must be an IANA time zone')
})
