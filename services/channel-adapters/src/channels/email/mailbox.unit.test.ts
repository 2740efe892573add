import { expect, test } from '@jest/globals'
import { receivedAtOf } from './mailbox.ts'

const [before, since, between, now, after] = [1, 2, 3, 4, 5].map(hour => new Date(`2026-03-02T0${hour}:00:00Z`)) as [
  ...[Date, Date, Date, Date, Date]
]

test.each([
  ['is believed about what lies between', between, between],
  ['that says nothing, is not asked', undefined, now],
  ['that is wrong by centuries', new Date('1926-03-02T00:00:00Z'), since],
  ['that is behind', before, since],
  ['that is ahead', after, now],
  ['that says what is no time', 'yesterday', now]
] as const)(
  'the clock of a mail server %s: mails came after those that were read before, and not in the future',
  (_, said, at) => {
    expect(receivedAtOf(said, since, now)).toEqual(at)
  }
)
