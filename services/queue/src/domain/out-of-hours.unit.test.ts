import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { noticeOf } from './notice.ts'
import { type OutOfHours, tellOutOfHours } from './out-of-hours.ts'

const HOUR = 3_600_000
const closed: OutOfHours = {
  departmentId: 'sales',
  text: 'We are back at nine.',
  messageId: 'told',
  opensAt: after(10 * HOUR)
}
const tell = (next: Conversation, now = noon, what: OutOfHours | undefined = closed) =>
  tellOutOfHours({ next }, what, now)

describe('outside business hours', () => {
  it('a contact whose message is acknowledged is told in the same message', () => {
    const notice = noticeOf('ack', 'conv', 'We have it.', noon)
    const told = tellOutOfHours({ next: inStatus.queued(), notice }, closed, noon)
    expect(told.notice).toMatchObject({ id: 'told', content: { text: 'We have it.\n\nWe are back at nine.' } })
  })

  it.each([inStatus.queued(), inStatus.inactive({}, 'unattended')])(
    'a contact whom nobody serves is told so ($status)',
    conversation => {
      const { next, notice } = tell(conversation)
      expect(notice).toMatchObject({
        id: 'told',
        conversationId: 'conv',
        direction: 'outbound',
        author: { kind: 'system' },
        content: { type: 'text', text: 'We are back at nine.' },
        status: 'queued'
      })
      expect(next.toldClosed).toEqual({ departmentId: 'sales', until: after(10 * HOUR) })
    }
  )

  it.each([inStatus.offered(), inStatus.ongoing(), inStatus.pending(), inStatus.closed()])(
    'a contact who is being served, or whose conversation has ended, is not ($status)',
    conversation => expect(tell(conversation).notice).toBeUndefined()
  )

  it('nothing is sent during business hours', () => {
    const conversation = inStatus.queued()
    expect(tellOutOfHours({ next: conversation }, undefined, noon)).toEqual({ next: conversation })
  })

  it('it is sent once until the department opens, and again in the next closed period', () => {
    const { next } = tell(inStatus.queued())
    expect(tell(next, after(9 * HOUR)).notice).toBeUndefined()
    expect(tell(next, after(10 * HOUR)).notice).toBeDefined()
  })

  it('it is sent once ever by a department that never opens, and separately by another department', () => {
    const { opensAt: _, ...never } = closed
    const { next } = tell(inStatus.queued(), noon, never)
    expect(tell(next, after(1000 * HOUR), never).notice).toBeUndefined()
    expect(tell(next, noon, { ...never, departmentId: 'support' }).notice).toBeDefined()
  })

  it('I9: nothing is sent once the session window has ended', () => {
    expect(tell(inStatus.queued({ window: { expiresAt: noon } })).notice).toBeUndefined()
  })
})
