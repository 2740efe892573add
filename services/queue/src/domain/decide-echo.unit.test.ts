import type { Message } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import { decide } from './decide.ts'

const message: Message = {
  ...{ id: 'm', conversationId: 'conv', direction: 'outbound', author: { kind: 'agent', name: 'Ana' }, echo: true },
  ...{ content: { type: 'text', text: 'Called you' }, sentAt: after(1000).toISOString() },
  receivedAt: after(2000).toISOString()
}
const echo = (endsWait: boolean) => ({ type: 'echo', message, endsWait }) as const

describe('an answer sent elsewhere', () => {
  it.each(Object.entries(inStatus).map(([name, make]) => [name, make()] as const))(
    'is added to a conversation that is %s, and leaves its window, its unread messages and its first answer alone',
    (name, before) => {
      const decided = decide(echo(name !== 'queued'), before, noon)
      expect(decided).toMatchObject({ value: { message, next: { lastMessage: { preview: 'Called you' } } } })
      const { next } = (decided as { value: { next: object } }).value
      expect(next).toEqual({ ...before, lastMessage: expect.anything() })
      expect((decided as { value: object }).value).not.toHaveProperty('deliver')
    }
  )

  it('ends the wait if the department wants that, by T17 and without an agent', () => {
    expect(decide(echo(true), inStatus.queued(), noon)).toMatchObject({
      value: {
        message,
        next: { status: 'closed', reason: 'answeredElsewhere', closedAt: noon },
        step: { rule: 'T17', from: 'queued', to: 'closed', cause: 'answeredElsewhere', actor: { kind: 'system' } }
      }
    })
  })

  it('that is reported late is placed before what was said since', () => {
    const lastMessage = { direction: 'inbound', preview: 'since', at: after(60_000) } as const
    expect(decide(echo(false), inStatus.ongoing({ lastMessage }), noon)).toMatchObject({
      value: { next: { lastMessage } }
    })
  })
})
