import { expect, test } from '@jest/globals'
import { type Looked, readEntryOf } from './audit-reads.ts'

const noon = new Date('2030-01-01T12:00:00Z')
const boss = { kind: 'user', id: 'boss', name: 'Bo', role: 'supervisor' } as const
const read: Looked = { action: 'read', subject: { kind: 'conversation', id: 'c1', name: '20300101-7Q2M9XKD' } }

test('the same read by the same person has one id within an hour, and another one after it', () => {
  const at = (now: Date, who: Parameters<typeof readEntryOf>[0] = boss, what = read) =>
    readEntryOf(who, what, now, 'c').id
  const first = at(noon)
  expect(at(new Date(noon.getTime() + 3_599_999))).toBe(first)
  const others = [
    at(new Date(noon.getTime() + 3_600_000)),
    at(noon, { ...boss, id: 'other' }),
    at(noon, boss, { ...read, action: 'exported' }),
    at(noon, boss, { ...read, subject: { ...read.subject, id: 'c2' } })
  ]
  expect(new Set([first, ...others]).size).toBe(5)
  expect(readEntryOf(boss, read, noon, 'c')).toMatchObject({ ...read, actor: boss, correlationId: 'c' })
})
