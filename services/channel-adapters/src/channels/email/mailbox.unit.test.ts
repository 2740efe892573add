import { EventEmitter } from 'node:events'
import { expect, jest, test } from '@jest/globals'
import type { ImapFlow } from 'imapflow'
import { readMailbox, receivedAtOf } from './mailbox.ts'

const [before, since, between, now, after] = [1, 2, 3, 4, 5].map(hour => new Date(`2026-03-02T0${hour}:00:00Z`)) as [
  ...[Date, Date, Date, Date, Date]
]

test.each([
  ['is believed about what lies between', between, between],
  ['that says nothing, is not asked', undefined, now],
  ['that is centuries off', new Date('1926-03-02T00:00:00Z'), since],
  ['that is slow', before, since],
  ['that is fast', after, now],
  ['that states an invalid time', 'yesterday', now]
] as const)(
  'the clock of a mail server %s: emails arrived after those read before, and not in the future',
  (_, said, at) => {
    expect(receivedAtOf(said, since, now)).toEqual(at)
  }
)

/** A server that lists one mail, number 5, but does not deliver it. */
function withholding(found: number[]) {
  const client = Object.assign(new EventEmitter(), {
    usable: true,
    mailboxOpen: async () => ({ uidValidity: 1n, uidNext: 6 }),
    async *fetch() {
      yield { uid: 5, size: 100, internalDate: between }
    },
    fetchOne: async () => false,
    search: async () => found,
    idle: async () => {
      client.usable = false
      client.emit('close')
    }
  })
  return client as unknown as ImapFlow
}

test.each([
  ['is not skipped while it exists', [5], []],
  ['that is gone is skipped', [], [5]]
])('an email that the server does not return %s', async (_, found, passed) => {
  const advance = jest.fn(async (_: { uid: number }) => undefined)
  const receive = jest.fn<Parameters<typeof readMailbox>[0]['receive']>()
  const account = {} as Parameters<typeof readMailbox>[0]['account']
  const reading = { client: withholding(found), account, receive, advance, opened() {}, largest: 1000, now: () => now }
  const read = readMailbox(reading, { uidValidity: '1', uid: 4, at: since }, new AbortController().signal)
  await read.catch((error: Error) => expect(error.message).toMatch(/does not return a mail/))
  expect(advance.mock.calls.map(([{ uid }]) => uid)).toEqual(passed)
  expect(receive).not.toHaveBeenCalled()
})
